import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { AREA, forward, inverse } from './dct.ts'
import { estimateNoise } from './estimate.ts'
import operation from './op.ts'
import { run } from './run.ts'

const denoise = async (image: Raster, strength = operation.params.parse({}).strength) =>
  (await run(image, { strength }, testContext())).image

/** Normal numbers, always the same (Mulberry32 and Box-Muller). */
function normal(seed: number) {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** Shading, edges, stripes and a round thing: drawn, so it is clean. */
function drawing(width: number, height: number, channels: 1 | 3): Raster {
  const image = createRaster(width, height, channels, false)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const round = Math.hypot(x - width / 2, y - height / 2) < 40 ? 0.25 : 0
    const stripes = x > width * 0.75 ? 0.12 * Math.sign(Math.sin(x / 3)) : 0
    for (let c = 0; c < channels; c++) {
      image.store[i * channels + c] = 0.3 + 0.2 * Math.sin(x / 60 + c) + 0.1 * Math.cos(y / 45) + round + stripes
    }
  }
  return image
}
function noisy(image: Raster, sigma: number): Raster {
  const random = normal(7)
  return {
    ...image,
    store: Float32Array.from(image.store, (v) => Math.min(1, Math.max(0, v + (random() * sigma) / 255))),
  }
}
const psnr = (a: Raster, b: Raster) => {
  const [x, y] = [toFloats(a), toFloats(b)]
  return -10 * Math.log10(x.reduce((sum, v, i) => sum + (v - (y[i] as number)) ** 2, 0) / x.length)
}

describe.each([1, 3] as const)('%i channels', (channels) => {
  const clean = drawing(256, 192, channels)
  test.each([10, 15, 25])('sigma %i: at least 1.5 dB better than doing nothing', async (sigma) => {
    const image = noisy(clean, sigma)
    expect(psnr(await denoise(image), clean)).toBeGreaterThan(psnr(image, clean) + 1.5)
    expect(psnr(await denoise(image, 1), clean)).toBeGreaterThan(psnr(image, clean) + 5)
  })

  test('a clean picture passes unchanged', async () => {
    expect(await denoise(clean, 1)).toBe(clean)
  })
})

test('some grain stays at the default', async () => {
  const flat = rasterOf(128, 128, 1, new Float32Array(128 * 128).fill(0.5))
  const left = toFloats(await denoise(noisy(flat, 10)))
  const deviation = Math.sqrt(left.reduce((sum, v) => sum + (v - 0.5) ** 2, 0) / left.length) * 255
  expect(deviation).toBeGreaterThan(2.5)
  expect(deviation).toBeLessThan(5)
})

test.each([2, 5, 10, 25])('finds noise of %i levels', (sigma) => {
  const image = noisy(drawing(256, 256, 1), sigma)
  const found = estimateNoise(toFloats(image), 256, 256).sigma * 255
  expect(found).toBeGreaterThan(sigma * 0.9)
  expect(found).toBeLessThan(sigma * 1.15)
})

test('a weave of 38 levels is hardly taken for noise', () => {
  const weave = Float32Array.from({ length: 256 * 256 }, (_, i) => {
    const [x, y] = [i % 256, Math.floor(i / 256)]
    return 0.5 + 0.15 * Math.sin(x * 1.9) * Math.sin(y * 2.3) * (0.5 + x / 256)
  })
  expect(estimateNoise(weave, 256, 256).sigma * 255).toBeLessThan(3)
})

test('a thing cut out on white paper tells nothing', () => {
  const paper = new Float32Array(256 * 256).fill(1)
  const random = normal(3)
  for (let y = 100; y < 130; y++) for (let x = 100; x < 130; x++) paper[y * 256 + x] = 0.5 + 0.1 * random()
  expect(estimateNoise(paper, 256, 256).sigma).toBe(0)
})

test.each([
  [1, 1],
  [7, 300],
  [300, 5],
  [9, 9],
])('%i x %i survives', async (width, height) => {
  const image = noisy(drawing(width, height, 3), 20)
  expect(await denoise(image, 1)).toMatchObject({ width, height, channels: 3 })
})

test('the transform keeps energy and comes back', () => {
  const random = normal(1)
  const block = Float64Array.from({ length: AREA }, random)
  const energy = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0)
  const copy = block.slice()
  forward(copy)
  expect(energy(copy)).toBeCloseTo(energy(block), 9)
  inverse(copy)
  expect(Math.max(...copy.map((v, i) => Math.abs(v - (block[i] as number))))).toBeLessThan(1e-12)
})
