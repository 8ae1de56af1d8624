import { expect, test } from 'vitest'
import { createRaster, mapBands, type Raster } from '../../shared/image/raster.ts'
import { measureFidelity } from './fidelity.ts'
import { resample } from './resample.ts'
import { isotonic } from './tone-curve.ts'

function scene(width = 160, height = 120): Raster {
  const image = createRaster(width, height, 3, false)
  for (let i = 0; i < image.store.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)]
    image.store[i] = 0.45 + 0.2 * Math.sin(x / (5 + c)) + 0.2 * Math.cos(y / 8) + ((x * 31 + y * 17) % 11) / 400
  }
  return image
}
const mapped = (image: Raster, change: (value: number, channel: number, pixel: number) => number) =>
  mapBands(image, (output, { data, top }) => {
    for (let i = 0; i < data.length; i++) {
      output[i] = change(data[i] as number, i % 3, Math.floor(i / 3) + top * image.width)
    }
  })
const scan = scene()

test('the same picture is as true as can be', async () => {
  expect(
    await measureFidelity(
      scan,
      mapped(scan, (v) => v),
    ),
  ).toBeGreaterThan(90)
})

test('recovering faded tones and a cast is not untrue', async () => {
  const recovered = mapped(scan, (v, c) => (Math.min(1, Math.max(0, (v - 0.02 * c) * 1.1)) + 0.02) ** 0.8)
  expect(await measureFidelity(scan, recovered)).toBeGreaterThan(55)
})

test('a plain enlargement is true', async () => {
  expect(await measureFidelity(scan, await resample(scan, { width: 320, height: 240 }))).toBeGreaterThan(40)
})

const swaps: [string, (value: number, channel: number, pixel: number) => number][] = [
  ['a repainted corner', (v, _, p) => (p % 160 < 30 && p < 160 * 30 ? 0.5 : v)],
  ['noise', (v, c, p) => v + (((p * 7919 + c * 104729) % 1009) / 1009 - 0.5) * 0.2],
  ['an inverted picture', (v) => 1 - v],
  ['a shift by four pixels', (_v, c, p) => scan.store[Math.min(p + 4, 160 * 120 - 1) * 3 + c] as number],
  ['swapped channels', (_v, c, p) => scan.store[p * 3 + (2 - c)] as number],
]
test.each(swaps)('%s is caught', async (_, change) => {
  expect(await measureFidelity(scan, mapped(scan, change))).toBeLessThan(35)
})

test('what was repaired is left out', async () => {
  const repainted = mapped(scan, (v, _, p) => (p % 160 < 30 && p < 160 * 30 ? 0.5 : v))
  const mask = createRaster(160, 120, 1, false)
  for (let p = 0; p < 160 * 120; p++) mask.store[p] = p % 160 < 30 && p < 160 * 30 ? 1 : 0
  expect(await measureFidelity(scan, repainted, mask)).toBeGreaterThan(70)
  const all = createRaster(160, 120, 1, false)
  all.store.fill(1)
  expect(await measureFidelity(scan, repainted, all)).toBeUndefined()
})

test('gray against colour compares light', async () => {
  const gray = createRaster(160, 120, 1, false)
  for (let p = 0; p < 160 * 120; p++) {
    const [r, g, b] = [0, 1, 2].map((c) => scan.store[p * 3 + c] as number) as [number, number, number]
    gray.store[p] = 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  expect(await measureFidelity(gray, scan)).toBeGreaterThan(60)
})

test('pooling makes a sequence never fall', () => {
  expect(isotonic([1, 3, 2, 2, 5], [1, 1, 1, 1, 1])).toEqual([1, 7 / 3, 7 / 3, 7 / 3, 5])
  expect(isotonic([3, 1], [1, 3])).toEqual([1.5, 1.5])
})
