import { describe, expect, test } from 'vitest'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { resample } from './resample.ts'

function waves(width: number, height: number, channels: 1 | 2 | 3 | 4 = 1, packed = false): Raster {
  const image = createRaster(width, height, channels, packed)
  for (let i = 0; i < image.store.length; i++) {
    const pixel = Math.floor(i / channels)
    const [x, y] = [((pixel % width) + 0.5) / width, (Math.floor(pixel / width) + 0.5) / height]
    const value = 0.5 + 0.3 * Math.sin(7 * x + (i % channels)) * Math.cos(5 * y)
    image.store[i] = packed ? Math.round(value * 65535) : value
  }
  return image
}
const worst = (a: Raster, b: Raster, border: number) => {
  const [x, y] = [toFloats(a), toFloats(b)]
  let most = 0
  for (let i = 0; i < x.length; i++) {
    const pixel = Math.floor(i / a.channels)
    const [column, row] = [pixel % a.width, Math.floor(pixel / a.width)]
    if (Math.min(column, row, a.width - 1 - column, a.height - 1 - row) < border) continue
    most = Math.max(most, Math.abs((x[i] as number) - (y[i] as number)))
  }
  return most
}

describe.each([
  [200, 150],
  [47, 33],
  [90, 200],
  [301, 40],
])('to %i x %i', (width, height) => {
  test.each([1, 2, 3, 4] as const)('%i channels land where they belong', async (channels) => {
    const result = await resample(waves(100, 80, channels), { width, height })
    expect(worst(result, waves(width, height, channels), 4)).toBeLessThan(0.005)
  })

  test('packed gives the same', async () => {
    const [packed, floats] = [waves(100, 80, 3, true), waves(100, 80, 3)]
    expect(worst(await resample(packed, { width, height }), await resample(floats, { width, height }), 0)).toBeLessThan(
      1e-4,
    )
  })
})

test('a flat picture stays flat to the last pixel, at any size', async () => {
  for (const [width, height] of [
    [1, 1],
    [1, 9],
    [30, 2],
    [7, 300],
  ] as const) {
    const flat = createRaster(13, 11, 1, false)
    flat.store.fill(0.37)
    const data = toFloats(await resample(flat, { width, height }))
    expect(Math.max(...data.map((value) => Math.abs(value - 0.37)))).toBeLessThan(1e-6)
  }
})

test('stripes too fine for the new size become gray, not other stripes', async () => {
  const stripes = createRaster(400, 8, 1, false)
  for (let i = 0; i < stripes.store.length; i++) stripes.store[i] = (i % 400) % 2
  const data = toFloats(await resample(stripes, { width: 90, height: 8 })).slice(5, 85)
  expect(Math.max(...data) - Math.min(...data)).toBeLessThan(0.02)
})

test('the same size gives the picture itself', async () => {
  const image = waves(10, 10)
  expect(await resample(image, { width: 10, height: 10 })).toBe(image)
})
