import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { installRepairers } from '../../engine/inference/testing/repair-stand-ins.ts'
import { installUpscalers } from '../../engine/inference/testing/stand-ins.ts'
import { resample } from '../../engine/pipeline/resample.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { enlargeBicubic } from './bicubic.ts'
import { matlabLight } from './classic.ts'
import { inventionMap } from './invention-map.ts'
import { networkFor, styles } from './networks.ts'
import operation from './op.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-upscale-'))
installUpscalers(folder)
installRepairers(folder)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

function smooth(width: number, height: number, channels: 1 | 3): Raster {
  const image = createRaster(width, height, channels, false)
  for (let i = 0; i < image.store.length; i++) {
    const pixel = Math.floor(i / channels)
    image.store[i] =
      0.5 + 0.4 * Math.sin((pixel % width) / 9 + (i % channels)) * Math.cos(Math.floor(pixel / width) / 11)
  }
  return image
}

test.each([
  [1, 37, 23],
  [1.5, 37, 23],
  [2, 31, 17],
  [2.7, 20, 30],
  [4, 9, 13],
  [5.5, 10, 7],
  [8, 1, 5],
])('x%d of %i x %i has the promised size and the same light', async (scale, width, height) => {
  for (const channels of [1, 3] as const) {
    const image = smooth(width, height, channels)
    const params = operation.params.parse({ scale })
    const { image: result } = await run(image, params, testContext({ sessions }))
    expect(result).toMatchObject({ ...operation.outputSize?.(params, image), channels })
    const mean = (raster: Raster) => toFloats(raster).reduce((sum, value) => sum + value, 0) / raster.store.length
    expect(Math.abs(mean(result) - mean(image))).toBeLessThan(0.02)
  }
})

test('takes the next larger network', () => {
  expect([1.2, 2, 2.1, 3, 3.5, 4, 8].map((scale) => networkFor(scale).factor)).toEqual([2, 2, 3, 3, 4, 4, 4])
})

test('the map is zero for a classical enlargement and one where something else was put in', async () => {
  const image = smooth(40, 30, 3)
  const enlarged = await resample(image, { width: 80, height: 60 })
  const honest = toFloats(inventionMap(image, enlarged, 2))
  expect(Math.max(...honest)).toBeLessThan(0.25)
  for (let y = 20; y < 30; y++) {
    for (let x = 40; x < 60; x++) for (let c = 0; c < 3; c++) enlarged.store[(y * 80 + x) * 3 + c] = (x + y) % 2
  }
  const map = inventionMap(image, enlarged, 2)
  const inside = toFloats(map).filter((_, i) => i % 40 >= 20 && i % 40 < 30 && i >= 400 && i < 600)
  expect(inside.filter((value) => value > 0.5).length).toBeGreaterThan(inside.length * 0.8)
})

test('bicubic enlargement is the one of the literature', () => {
  const image = smooth(23, 17, 3)
  for (const factor of [2, 3, 4]) {
    const large = enlargeBicubic(image, factor)
    expect(large).toMatchObject({ width: 23 * factor, height: 17 * factor, channels: 3 })
    // A straight ramp is continued exactly away from the border.
    const ramp = createRaster(12, 12, 1, false)
    for (let i = 0; i < 144; i++) ramp.store[i] = (i % 12) / 12 + Math.floor(i / 12) / 40
    const ramped = enlargeBicubic(ramp, factor)
    for (let v = 3 * factor; v < 9 * factor; v++) {
      for (let u = 3 * factor; u < 9 * factor; u++) {
        const [x, y] = [(u + 0.5) / factor - 0.5, (v + 0.5) / factor - 0.5]
        expect(Math.abs((ramped.store[v * ramped.width + u] as number) - x / 12 - y / 40)).toBeLessThan(1e-6)
      }
    }
  }
})

test('light runs from 16 to 235', () => {
  const image = createRaster(2, 1, 3, false)
  image.store.set([0, 0, 0, 1, 1, 1])
  const light = toFloats(matlabLight(image))
  expect([...light].map((value) => Math.round(value * 255))).toEqual([16, 235])
  const gray = createRaster(2, 1, 1, false)
  gray.store.set([0, 1])
  expect([...toFloats(matlabLight(gray))].map((value) => Math.round(value * 255))).toEqual([16, 235])
})

describe.each(styles)('style %s', (style) => {
  test.each([2, 3, 4, 2.5])('x%d in tiles is what it is in one, of the right size', async (scale) => {
    const params = { ...operation.params.parse({ scale, denoise: 0.3 }), style }
    for (const channels of [1, 3] as const) {
      const image = smooth(130, 90, channels)
      const whole = await run(image, params, testContext({ sessions, startTile: 4096 }))
      const tiled = await run(image, params, testContext({ sessions, startTile: 48 }))
      expect(whole.image).toMatchObject({ width: 130 * scale, height: 90 * scale, channels })
      const [a, b] = [toFloats(whole.image), toFloats(tiled.image)]
      expect(a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0)).toBeLessThan(1 / 255)
      expect(whole.invention).toMatchObject({ width: 130, height: 90, channels: 1 })
    }
  })
})

test('the classics keep colour: only light is theirs', async () => {
  const image = smooth(40, 30, 3)
  const bicubic = toFloats(enlargeBicubic(image, 2))
  for (const style of ['srcnn', 'fsrcnn'] as const) {
    const params = { ...operation.params.parse({}), style }
    const result = toFloats((await run(image, params, testContext({ sessions }))).image)
    const at = (30 * 80 + 40) * 3
    const differences = [0, 1, 2].map((c) => (result[at + c] as number) - (bicubic[at + c] as number))
    expect(differences[0]).toBeCloseTo(differences[1] as number, 4)
    expect(differences[2]).toBeCloseTo(differences[1] as number, 4)
  }
})

test('the dial reaches the network', async () => {
  const image = smooth(24, 24, 3)
  const result = async (denoise: number) =>
    toFloats(
      (await run(image, { ...operation.params.parse({ scale: 4, denoise }), style: 'real' }, testContext({ sessions })))
        .image,
    )
  const [none, all] = [await result(0), await result(1)]
  expect(none.some((value, i) => Math.abs(value - (all[i] as number)) > 0.01)).toBe(true)
})
