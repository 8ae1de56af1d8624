import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { CURVE_STEPS, toneCurve } from './curve.ts'
import { explainTone } from './explain.ts'
import { findFrame } from './frame.ts'
import { measureTone } from './measure.ts'
import operation from './op.ts'
import { run } from './run.ts'

const defaults = operation.params.parse({})
const recover = async (image: Raster, params: Partial<typeof defaults> = {}) =>
  (await run(image, { ...defaults, ...params }, testContext())).image

type Paint = (x: number, y: number) => readonly number[]
function paint(width: number, height: number, at: Paint): Raster {
  const channels = at(0, 0).length as 1 | 3
  const image = createRaster(width, height, channels, false)
  for (let i = 0; i < width * height; i++) image.store.set(at(i % width, Math.floor(i / width)), i * channels)
  return image
}
/** A scene with all tones from 0 to 1 and soft detail. */
const scene = (x: number, y: number) => Math.min(1, Math.max(0, x / 239 + 0.04 * Math.sin(y / 5) * Math.sin(x / 7)))
const faded = (light: number) => 0.28 + light * 0.5

describe('a faded gray print', () => {
  const image = paint(240, 160, (x, y) => [faded(scene(x, y))])

  test('gets its blacks and whites back, as far as asked', async () => {
    const before = measureTone(image)
    expect(before.black).toBeCloseTo(0.285, 1)
    const [half, full] = [
      measureTone(await recover(image, { strength: 0.5 })),
      measureTone(await recover(image, { strength: 1 })),
    ]
    expect(full.black).toBeLessThan(0.08)
    expect(full.white).toBeGreaterThan(0.9)
    expect(half.black).toBeGreaterThan(full.black + 0.03)
    expect(half.black).toBeLessThan(before.black - 0.05)
  })

  test('loses almost nothing at the ends', async () => {
    const data = toFloats(await recover(image, { strength: 1 }))
    const cut = data.filter((value) => value <= 0 || value >= 1).length
    expect(cut / data.length).toBeLessThan(0.001)
  })

  test('keeps the middle tones where they were', async () => {
    const { median } = measureTone(await recover(image))
    expect(Math.abs(median - measureTone(image).median)).toBeLessThan(0.06)
  })

  test('says what it found', () => {
    const { black, white, cast, kind } = explainTone(image)
    expect(black).toBeGreaterThan(26)
    expect(black).toBeLessThan(31)
    expect(white).toBeGreaterThan(75)
    expect(white).toBeLessThan(79)
    expect({ cast, kind }).toEqual({ cast: { a: 0, b: 0 }, kind: 'gray' })
  })
})

test('strength 0 gives the picture itself back', async () => {
  const image = paint(20, 20, (x) => [faded(x / 19)])
  expect(await recover(image, { strength: 0 })).toBe(image)
})

test.each([
  [0.28, 0.78, 0.5],
  [0.0, 1.0, 0.5],
  [0.4, 0.45, 0.42],
  [0.01, 0.3, 0.05],
  [0.6, 0.99, 0.95],
])('the curve for %d..%d never falls and stays inside', (black, white, median) => {
  const measure = { ...measureTone(paint(8, 8, () => [0.5])), black, white, median }
  for (const strength of [0.3, 1]) {
    const { table } = toneCurve(measure, strength)
    for (let i = 1; i <= CURVE_STEPS; i++) expect(table[i]).toBeGreaterThanOrEqual(table[i - 1] as number)
    expect(table[0]).toBeGreaterThanOrEqual(0)
    expect(table[CURVE_STEPS]).toBeLessThanOrEqual(1)
  }
})

describe('colour', () => {
  const sepia = paint(240, 160, (x, y) => {
    const light = faded(scene(x, y))
    return [light + 0.06, light - 0.002, light - 0.14]
  })
  const tint = (image: Raster) => {
    const { a, b } = explainTone(image).cast
    return Math.hypot(a, b)
  }

  test('a toned print keeps part of its warmth, or none when asked', async () => {
    expect(measureTone(sepia).kind).toBe('toned')
    const [whole, some, none] = [
      tint(sepia),
      tint(await recover(sepia)),
      tint(await recover(sepia, { cast: 1, strength: 1 })),
    ]
    expect(some).toBeLessThan(whole * 0.85)
    expect(some).toBeGreaterThan(whole * 0.3)
    expect(none).toBeLessThan(whole * 0.12)
  })

  test('strong colours keep their hue', async () => {
    const patches = [
      [0.8, 0.2, 0.2],
      [0.2, 0.7, 0.3],
      [0.2, 0.3, 0.8],
      [0.8, 0.7, 0.2],
    ] as const
    const image = paint(240, 160, (x, y) => {
      const light = faded(scene(x, y))
      return y < 100 ? [light, light, light] : (patches[Math.floor(x / 60)] as readonly number[])
    })
    const after = toFloats(await recover(image))
    patches.forEach((patch, i) => {
      const at = (130 * 240 + i * 60 + 30) * 3
      const hue = (r: number, g: number, b: number) => Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b)
      const turned =
        hue(after[at] as number, after[at + 1] as number, after[at + 2] as number) - hue(patch[0], patch[1], patch[2])
      expect(Math.abs(Math.atan2(Math.sin(turned), Math.cos(turned)))).toBeLessThan(0.06)
    })
  })

  test('a faded colour print with a green cast gets closer to neutral', async () => {
    const image = paint(240, 160, (x, y) => {
      const light = faded(scene(x, y))
      const colour = y > 120 ? [0.1, 0, -0.1] : y > 80 ? [-0.1, 0.02, 0.1] : [0, 0, 0]
      return [
        light - 0.05 + (colour[0] as number),
        light + 0.03 + (colour[1] as number),
        light - 0.02 + (colour[2] as number),
      ]
    })
    expect(measureTone(image).kind).toBe('colour')
    expect(tint(await recover(image, { cast: 1, strength: 1 }))).toBeLessThan(tint(image) * 0.6)
  })
})

test('an edge gets no halo', async () => {
  const image = paint(300, 200, (x) => [x < 150 ? 0.3 : 0.7])
  const row = toFloats(await recover(image, { localContrast: 0.5, strength: 1 })).subarray(100 * 300, 101 * 300)
  const [dark, light] = [row.subarray(0, 148), row.subarray(152)]
  expect(Math.max(...dark) - Math.min(...dark)).toBeLessThan(0.03)
  expect(Math.max(...light) - Math.min(...light)).toBeLessThan(0.03)
})

describe('borders', () => {
  const framed = (border: number) =>
    paint(200, 150, (x, y) => [x < 20 || x >= 180 || y < 15 || y >= 135 ? border : faded(scene(x, y))])

  test.each([0.95, 0.02])('a border of %d is not taken for the tones of the picture', (border) => {
    const { black, white } = measureTone(framed(border))
    expect(black).toBeGreaterThan(0.25)
    expect(white).toBeLessThan(0.82)
  })

  test('a picture of sky has no border', () => {
    const sky = paint(200, 150, (_, y) => [y < 90 ? 0.8 : scene(y * 3, 1)])
    expect(findFrame(sky).top).toBeLessThanOrEqual(3)
  })
})

test('samples without light or beyond white do no harm', async () => {
  const image = rasterOf(2, 2, 3, Float32Array.of(0, 0, 0, 1, 1, 1, 1.2, -0.1, 0.5, 0.3, 0.3, 0.3))
  const data = toFloats(await recover(image, { strength: 1 }))
  expect(data.every((value) => value >= 0 && value <= 1)).toBe(true)
})
