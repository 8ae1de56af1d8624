import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { smoother } from '../../engine/inference/testing/repair-stand-ins.ts'
import { installStandIn } from '../../engine/inference/testing/stand-ins.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { AREA, forward, inverse } from './dct.ts'
import { estimateNoise } from './estimate.ts'
import { migrate } from './migrate.ts'
import operation from './op.ts'
import { run } from './run.ts'

const classical = (strength: number) => operation.params.parse({ method: 'classical', strength })
const denoise = async (image: Raster, strength = 0.4) => (await run(image, classical(strength), testContext())).image

/** A crude denoiser instead of the trained one: the mean of 25 pixels. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-denoise-'))
installStandIn(folder, 'denoise-photo', smoother(5), { task: 'denoise', multiple: 16 })
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})
const byNetwork = async (image: Raster, params: Record<string, unknown>) =>
  (await run(image, operation.params.parse({ ...params, method: 'network' }), testContext({ sessions }))).image

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

test('some grain stays at 0.4', async () => {
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

describe('by a network', () => {
  const flat = rasterOf(160, 128, 3, new Float32Array(160 * 128 * 3).fill(0.5))
  /** Deviation of light and of red - green, in levels of 255. */
  const left = (image: Raster) => {
    const data = toFloats(image)
    const pixels = Array.from({ length: data.length / 3 }, (_, i) => [...data.subarray(3 * i, 3 * i + 3)])
    const deviation = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length) * 255
    const [r, g, b] = [0, 1, 2].map((c) => pixels.map((pixel) => (pixel[c] as number) - 0.5)) as [
      number[],
      number[],
      number[],
    ]
    return {
      light: deviation(r.map((value, i) => 0.2126 * value + 0.7152 * (g[i] as number) + 0.0722 * (b[i] as number))),
      colour: deviation(r.map((value, i) => value - (g[i] as number))),
    }
  }

  test('strength 1 is what the network says, 0 is the scan, between lies between', async () => {
    const image = noisy(flat, 20)
    expect(await byNetwork(image, { strength: 0 })).toBe(image)
    const [scan, half, full] = [
      left(image),
      left(await byNetwork(image, { strength: 0.5 })),
      left(await byNetwork(image, { strength: 1 })),
    ]
    expect(full.light).toBeLessThan(scan.light / 4)
    expect(half.light).toBeGreaterThan(full.light)
    expect(half.light).toBeLessThan(scan.light / 2)
  })

  test('grain that is kept is fine and gray', async () => {
    const image = noisy(flat, 20)
    const [scan, none, kept] = [
      left(image),
      left(await byNetwork(image, { strength: 1 })),
      left(await byNetwork(image, { strength: 1, keepGrain: 1 })),
    ]
    expect(kept.light).toBeGreaterThan(scan.light * 0.7)
    expect(kept.light).toBeLessThan(scan.light * 1.05)
    expect(kept.colour).toBeCloseTo(none.colour, 1)
  })

  test('a speck that was taken away does not come back as grain', async () => {
    const image = noisy(flat, 10)
    const at = (64 * 160 + 80) * 3
    image.store.set([1, 1, 1], at)
    const kept = toFloats(await byNetwork(image, { strength: 1, keepGrain: 1 }))
    expect(kept[at]).toBeLessThan(0.7)
  })

  test('gray stays gray', async () => {
    const gray = rasterOf(64, 48, 1, new Float32Array(64 * 48).fill(0.5))
    expect(await byNetwork(noisy(gray, 20), { strength: 1 })).toMatchObject({ channels: 1, width: 64, height: 48 })
  })
})

test('an old recipe goes on as it was: classical, no grain given back', () => {
  expect(operation.params.parse(migrate({ strength: 0.4 }, 1))).toEqual({
    strength: 0.4,
    method: 'classical',
    keepGrain: 0,
  })
})
