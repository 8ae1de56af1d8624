import { expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { bandsOf } from '../support/octaves.ts'
import { addGrain, measureGrain } from './grain.ts'
import { normalAt } from './noise.ts'

const [WIDTH, HEIGHT] = [256, 192]

/** Shading with grain: `coarse` mixes neighbours, as scanned film does. */
function grainy(sigma: number, coarse: boolean, channels: 1 | 3 = 1): Raster {
  const image = createRaster(WIDTH, HEIGHT, channels, false)
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
    const noise = coarse
      ? (normalAt(x, y, 9) + normalAt(x + 1, y, 9) + normalAt(x, y + 1, 9) + normalAt(x + 1, y + 1, 9)) / 2
      : normalAt(x, y, 9)
    for (let c = 0; c < channels; c++) image.store[i * channels + c] = 0.5 + 0.1 * Math.sin(x / 60) + noise * sigma
  }
  return image
}

const hole = () => {
  const mask = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 80; y < 112; y++) mask.fill(255, y * WIDTH + 100, y * WIDTH + 148)
  return mask
}
const rms = (band: Float32Array, inside: (x: number, y: number) => boolean) => {
  let [sum, count] = [0, 0]
  for (let i = 0; i < band.length; i++) {
    if (!inside(i % WIDTH, Math.floor(i / WIDTH))) continue
    sum += (band[i] as number) ** 2
    count++
  }
  return Math.sqrt(sum / count)
}
const within = (x: number, y: number) => x >= 104 && x < 144 && y >= 84 && y < 108
const beside = (x: number, y: number) => x >= 20 && x < 80 && y >= 20 && y < 170

test.each([
  ['white', false],
  ['coarse', true],
] as const)('%s grain inside a smooth repair is as strong and as coarse as around it', async (_, coarse) => {
  const image = grainy(0.04, coarse)
  const mask = hole()
  const map = await measureGrain(image, mask, testContext())
  const repaired = toFloats(image).slice()
  mask.forEach((value, i) => {
    if (value !== 0) repaired[i] = 0.5 + 0.1 * Math.sin((i % WIDTH) / 60)
  })
  const place = { left: 0, top: 0, width: WIDTH, height: HEIGHT }
  addGrain(repaired, 1, place, { map, wanted: (i) => mask[i] !== 0, seed: 5 })
  for (const band of bandsOf(repaired, WIDTH, HEIGHT)) {
    const ratio = rms(band, within) / rms(band, beside)
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.2)
  }
})

test('a picture without grain gets none', async () => {
  const image = grainy(0, false)
  const mask = hole()
  const map = await measureGrain(image, mask, testContext())
  const repaired = toFloats(image).slice()
  addGrain(repaired, 1, { left: 0, top: 0, width: WIDTH, height: HEIGHT }, { map, wanted: () => true, seed: 5 })
  expect(repaired.every((value, i) => value === image.store[i])).toBe(true)
})

test('grain is a matter of place: rectangles agree where they meet', async () => {
  const image = grainy(0.05, false)
  const map = await measureGrain(image, hole(), testContext())
  const whole = new Float32Array(WIDTH * HEIGHT)
  addGrain(whole, 1, { left: 0, top: 0, width: WIDTH, height: HEIGHT }, { map, wanted: () => true, seed: 5 })
  const part = new Float32Array(40 * 30)
  addGrain(part, 1, { left: 90, top: 70, width: 40, height: 30 }, { map, wanted: () => true, seed: 5 })
  const there = (i: number) => whole[(70 + Math.floor(i / 40)) * WIDTH + 90 + (i % 40)] as number
  expect(part.every((value, i) => Math.abs(value - there(i)) < 1e-6)).toBe(true)
  expect(part.some((value) => Math.abs(value) > 0.05)).toBe(true)
})

test('gray grain of a colour picture stays gray', async () => {
  const image = grainy(0.05, false, 3)
  const map = await measureGrain(image, hole(), testContext())
  const data = new Float32Array(WIDTH * HEIGHT * 3).fill(0.5)
  addGrain(data, 3, { left: 0, top: 0, width: WIDTH, height: HEIGHT }, { map, wanted: () => true, seed: 5 })
  expect(data.every((value, i) => i % 3 === 0 || Math.abs(value - (data[i - 1] as number)) < 0.002)).toBe(true)
  expect(data.some((value) => Math.abs(value - 0.5) > 0.05)).toBe(true)
})
