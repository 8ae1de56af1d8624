import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { installUpscalers } from '../../engine/inference/testing/stand-ins.ts'
import { resample } from '../../engine/pipeline/resample.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { inventionMap } from './invention-map.ts'
import operation, { networkFor } from './op.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-upscale-'))
installUpscalers(folder)
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
    const { image: result } = await run(image, operation.params.parse({ scale }), testContext({ sessions }))
    expect(result).toMatchObject({ ...operation.outputSize?.(operation.params.parse({ scale }), image), channels })
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
