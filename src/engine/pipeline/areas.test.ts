import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { allOperations } from '../../operations/index.ts'
import { type Channels, createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { type Areas, type RecipeStep, recipe as recipeSchema } from '../../shared/recipe.ts'
import type { Stroke } from '../../shared/strokes.ts'
import { openModelStore } from '../inference/models.ts'
import { installUpscalers } from '../inference/testing/stand-ins.ts'
import { areaMask } from './areas.ts'
import { resample } from './resample.ts'
import { restorePicture } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-areas-'))
installUpscalers(folder)
afterAll(() => rmSync(folder, { recursive: true }))

const dot = (x: number, y: number, radius: number, mode: Stroke['mode'] = 'add'): Stroke => ({
  mode,
  radius,
  points: [[x, y]],
})

function scene(width: number, height: number, channels: Channels): Raster {
  const raster = createRaster(width, height, channels, false)
  for (let i = 0; i < raster.store.length; i++) raster.store[i] = 0.3 + 0.4 * (((i * 7919) % 101) / 101)
  return raster
}

const step = (operation: string, params: Record<string, unknown> = {}): RecipeStep => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})

const restored = (raster: Raster, steps: RecipeStep[], areas?: Areas) =>
  restorePicture(
    { raster, bitDepth: 8, metadata: {} },
    { version: 1, name: 'test', steps, ...(areas && { areas }) },
    {
      models: openModelStore([folder]),
      device: 'cpu',
      threads: 1,
      cancelled: () => false,
      onProgress: () => undefined,
      operations: allOperations,
    },
  )

/** The samples of one pixel. */
const at = (raster: Raster, x: number, y: number) =>
  [...toFloats(raster)].slice((y * raster.width + x) * raster.channels, (y * raster.width + x + 1) * raster.channels)

describe('the mask', () => {
  const whole = { left: 0, top: 0, width: 100, height: 100 }
  const along = (areas: Areas) => areaMask(areas, whole, whole).subarray(50 * 100, 51 * 100)

  test('protects all that is painted and fades outside it', () => {
    const row = along({ protect: [dot(0.5, 0.5, 0.2)] })
    expect(row.subarray(31, 69).every((value) => value > 0.999)).toBe(true)
    expect(row[26]).toBeGreaterThan(0.1)
    expect(row[26]).toBeLessThan(0.9)
    expect(row[18]).toBe(0)
  })
  test('brings back less than is painted, softly', () => {
    const row = along({ original: [dot(0.5, 0.5, 0.2)] })
    expect(row[50]).toBeGreaterThan(0.999)
    expect(row[35]).toBeGreaterThan(0.1)
    expect(row[35]).toBeLessThan(0.9)
    expect(row[29]).toBe(0)
  })
  test('what is unpainted again is not protected, and is eroded from its edge', () => {
    const row = along({ protect: [dot(0.5, 0.5, 0.2), dot(0.5, 0.5, 0.1, 'remove')] })
    expect(row[50]).toBe(0)
    expect(row[33]).toBeGreaterThan(0.999)
  })
  test('a window is the same part of the whole', () => {
    const areas = { protect: [dot(0.4, 0.5, 0.2)], original: [dot(0.7, 0.6, 0.1)] }
    const part = areaMask(areas, { left: 20, top: 50, width: 30, height: 1 }, whole)
    expect([...part]).toEqual([...along(areas).subarray(20, 50)])
  })
})

describe('in a restoration', () => {
  const areas: Areas = { protect: [dot(0.25, 0.5, 0.12)] }

  test.each([1, 2, 3, 4] as const)('a protected pixel is that of the scan, with %i channels', async (channels) => {
    const scan = scene(60, 40, channels)
    const { picture, fidelity } = await restored(scan, [step('_example', { amount: 1 })], areas)
    expect(at(picture.raster, 15, 20)).toEqual(at(scan, 15, 20))
    expect(at(picture.raster, 50, 20)[0]).toBeCloseTo(1 - (at(scan, 50, 20)[0] as number))
    expect(fidelity).not.toBeNull()
  })
  test('enlarged, it is the scan resampled', async () => {
    const scan = scene(60, 40, 3)
    const { picture, inventionShare } = await restored(scan, [step('upscale', { scale: 2 })], areas)
    const plain = await resample(scan, { width: 120, height: 80 })
    expect(at(picture.raster, 30, 40)).toEqual(at(plain, 30, 40))
    expect(at(picture.raster, 100, 40)).not.toEqual(at(plain, 100, 40))
    expect(inventionShare).toBeLessThan((await restored(scan, [step('upscale', { scale: 2 })])).inventionShare)
  })
  test('C48: what is brought back is the scan again, whatever was done to it', async () => {
    const scan = scene(60, 40, 3)
    const steps = [
      step('recover-tone', { strength: 1 }),
      step('_example', { amount: 1 }),
      step('upscale', { scale: 2 }),
    ]
    const { picture } = await restored(scan, steps, { original: [dot(0.25, 0.5, 0.15)] })
    const plain = await resample(scan, { width: 120, height: 80 })
    expect(at(picture.raster, 30, 40)).toEqual(at(plain, 30, 40))
    expect(at(picture.raster, 100, 40)).not.toEqual(at(plain, 100, 40))
  })
  test('after turning, strokes are places of the turned picture', async () => {
    const scan = scene(60, 40, 3)
    const steps = [step('crop-rotate', { turn: 90 }), step('_example', { amount: 1 })]
    const { picture } = await restored(scan, steps, areas)
    // Turned clockwise, column x and row y of the result are row 39 - x and column y of the scan.
    expect(at(picture.raster, 10, 30)).toEqual(at(scan, 30, 29))
  })
  test('the scan is not written to, and without steps nothing happens', async () => {
    const scan = scene(30, 20, 3)
    const before = toFloats(scan).slice()
    await restored(scan, [step('_example', { amount: 1 })], { original: [dot(0.5, 0.5, 0.2)] })
    const { picture } = await restored(scan, [], areas)
    expect(toFloats(scan)).toEqual(before)
    expect(picture.raster).toBe(scan)
  })
})

test('old recipes keep their meaning and their bytes', () => {
  const old = '{"version":1,"name":"Faithful","steps":[]}'
  expect(JSON.stringify(recipeSchema.parse(JSON.parse(old)))).toBe(old)
})
