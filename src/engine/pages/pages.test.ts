import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { rasterOf, toFloats } from '../../shared/image/raster.ts'
import { cutOut } from './cut.ts'
import { detectPhotos } from './detect.ts'

/** A page with photos at places, each turned by some degrees: (x, y) is the middle. */
async function page(
  bed: string,
  photos: readonly (readonly [x: number, y: number, w: number, h: number, angle: number])[],
) {
  const drawn = photos.map(
    ([x, y, w, h, angle], i) =>
      `<g transform="translate(${x} ${y}) rotate(${angle})"><rect x="${-w / 2}" y="${-h / 2}" width="${w}" height="${h}" fill="hsl(${i * 80} 30% 45%)"/>
       <circle r="${h / 5}" fill="#888"/></g>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="600"><rect width="480" height="600" fill="${bed}"/>
    <circle cx="30" cy="300" r="3" fill="#777"/>${drawn.join('')}</svg>`
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

const four = [
  [120, 110, 160, 110, 0],
  [350, 120, 150, 120, 7],
  [130, 330, 140, 180, -4],
  [340, 470, 180, 130, 2],
] as const

describe('photos on the bed of a scanner', () => {
  test.each(['#ffffff', '#f2f0ec', '#000000', '#1a1a1c'])('are found on %s, with their angles', async (bed) => {
    const boxes = detectPhotos(await page(bed, four))
    expect(boxes).toHaveLength(4)
    boxes.forEach((box, i) => {
      const [x, y, w, h, angle] = four[i] as (typeof four)[number]
      for (const [found, real] of [
        [box.x, x],
        [box.y, y],
        [box.width, w],
        [box.height, h],
      ] as const)
        expect(Math.abs(found - real)).toBeLessThan(3)
      expect(Math.abs(box.angle - angle)).toBeLessThan(1)
    })
  })

  test('a single photo, and a picture that fills the page, are none to split', async () => {
    expect(detectPhotos(await page('#fff', [[240, 300, 300, 400, 2]])).length).toBeLessThan(2)
    const { data, info } = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(detectPhotos({ width: info.width, height: info.height, data: new Uint8Array(data) })).toEqual([])
  })

  test('specks and hairs are not photos', async () => {
    expect(detectPhotos(await page('#fff', [[240, 300, 400, 4, 20]]))).toEqual([])
  })
})

describe('cutting out', () => {
  const data = Float32Array.from({ length: 20 * 10 }, (_, i) => (i % 20) / 20)
  const raster = rasterOf(20, 10, 1, data)

  test('what lies straight is copied as it is', () => {
    const cut = cutOut(raster, { x: 10, y: 5, width: 8, height: 4, angle: 0 })
    expect([cut.width, cut.height]).toEqual([8, 4])
    expect(toFloats(cut).slice(0, 8)).toEqual(data.slice(6, 14))
  })

  test('what lies turned is straightened: a turned edge becomes upright', async () => {
    const { width, height, data: rgb } = await page('#fff', [[240, 300, 300, 200, 6]])
    const floats = Float32Array.from(rgb, (value) => value / 255)
    const cut = cutOut(rasterOf(width, height, 3, floats), { x: 240, y: 300, width: 300, height: 200, angle: 6 })
    const samples = toFloats(cut)
    const at = (x: number, y: number) => samples[(y * cut.width + x) * 3 + 1] ?? 0
    const inside = at(20, 20)
    for (const [x, y] of [
      [3, 3],
      [296, 3],
      [3, 196],
      [296, 196],
      [150, 3],
    ] as const)
      expect(Math.abs(at(x, y) - inside)).toBeLessThan(0.06)
  })
})
