import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { alwaysSaying } from '../../engine/inference/testing/colour-stand-ins.ts'
import { installStandIn } from '../../engine/inference/testing/stand-ins.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { deltaE2000 } from '../../engine/quality/delta-e.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { labOf } from '../support/lab.ts'
import { curveOf, type Dye, STEPS } from './curves.ts'
import { densityOf, sampleOf } from './density.ts'
import { migrate } from './migrate.ts'
import recoverColour, { UNFADER } from './op.ts'
import { run } from './run.ts'

const recover = async (image: Raster, params: Record<string, unknown> = {}) =>
  (await run(image, recoverColour.params.parse({ method: 'classical', ...params }), testContext())).image

/** A scene with paper white, black, skin, sky, grass and a red thing. */
const colours = [
  [0.95, 0.95, 0.94],
  [0.1, 0.1, 0.11],
  [0.82, 0.64, 0.54],
  [0.5, 0.66, 0.86],
  [0.32, 0.44, 0.2],
  [0.7, 0.2, 0.18],
  [0.5, 0.5, 0.5],
  [0.3, 0.24, 0.2],
] as const
function scene(): Raster {
  const image = createRaster(240, 160, 3, false)
  for (let i = 0; i < 240 * 160; i++) {
    const [x, y] = [i % 240, Math.floor(i / 240)]
    const colour = colours[Math.floor(x / 30)] ?? colours[0]
    const shade = 1 + 0.06 * Math.sin(x / 5) * Math.cos(y / 7)
    for (let c = 0; c < 3; c++) image.store[3 * i + c] = Math.min(1, (colour[c] as number) * shade)
  }
  return image
}
/** Dyes that kept a part of their density each, on stained paper. */
function faded(image: Raster): Raster {
  const [left, stain] = [
    [0.5, 0.8, 0.65],
    [0.02, 0.04, 0.12],
  ]
  const store = Float32Array.from(toFloats(image), (value, i) =>
    sampleOf(densityOf(value) * (left[i % 3] as number) + (stain[i % 3] as number)),
  )
  return { ...image, store }
}
const difference = (a: Raster, b: Raster) => {
  const [x, y] = [toFloats(a), toFloats(b)]
  let sum = 0
  for (let i = 0; i < x.length; i += 3) {
    const lab = (data: Float32Array) => labOf(data[i] as number, data[i + 1] as number, data[i + 2] as number)
    sum += deltaE2000(lab(x), lab(y))
  }
  return sum / (x.length / 3)
}

test('brings a faded print most of the way back', async () => {
  const [truth, old] = [scene(), faded(scene())]
  const before = difference(truth, old)
  expect(before).toBeGreaterThan(12)
  expect(difference(truth, await recover(old, { strength: 1, memoryColours: false }))).toBeLessThan(before / 2.5)
  expect(difference(truth, await recover(old, { strength: 1 }))).toBeLessThan(before / 2.5)
  const half = difference(truth, await recover(old, { strength: 0.5 }))
  expect(half).toBeLessThan(before)
  expect(half).toBeGreaterThan(difference(truth, await recover(old, { strength: 1 })))
})

test('leaves a print that has not faded nearly as it is, and gray ones exactly', async () => {
  const truth = scene()
  expect(difference(truth, await recover(truth))).toBeLessThan(1.5)
  const gray = createRaster(40, 30, 3, false)
  for (let i = 0; i < gray.store.length; i++) gray.store[i] = 0.3 + 0.4 * ((Math.floor(i / 3) % 40) / 40)
  expect(await recover(gray)).toBe(gray)
})

test('never clips: every curve rises from 0 to 1', () => {
  const dyes: Dye[] = [
    { from: [0.02, 0.6], to: [0.02, 1.6], bend: 1 },
    { from: [0.3, 1.1], to: [0.05, 1.85], bend: 1.3 },
    { from: [0, 2.3], to: [0, 2.3], bend: 0.8 },
    { from: [0.9, 0.95], to: [0.85, 0.98], bend: 1 },
  ]
  for (const dye of dyes) {
    for (const strength of [0.3, 1]) {
      const curve = curveOf(dye, strength)
      expect(curve[0]).toBeCloseTo(0, 6)
      expect(curve[STEPS]).toBeCloseTo(1, 6)
      for (let i = 1; i <= STEPS; i++) expect(curve[i] as number).toBeGreaterThan(curve[i - 1] as number)
    }
  }
})

describe('by a network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-unfade-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  /** Says the same of every print. */
  const withNetwork = async (id: string, numbers: readonly number[], image: Raster, params = {}) => {
    const models = join(folder, id)
    installStandIn(models, UNFADER, alwaysSaying(numbers), { task: 'unfade', side: 64 })
    const sessions = createSessionPool(openModelStore([models]), { device: 'cpu', threads: 1 })
    try {
      return (await run(image, recoverColour.params.parse(params), testContext({ sessions }))).image
    } finally {
      await sessions.release()
    }
  }
  const [left, stain] = [
    [0.5, 0.8, 0.65],
    [0.02, 0.04, 0.12],
  ]
  const [r, g, b] = left.map((part) => 1 / part) as [number, number, number]
  const truly = [r, 0, 0, 0, g, 0, 0, 0, b, ...stain.map((base, c) => -base / (left[c] as number)), 0, 0, 0]

  test('does with the whole picture what it says of the thumbnail', async () => {
    const [truth, old] = [scene(), faded(scene())]
    expect(difference(truth, await withNetwork('true', truly, old, { strength: 1 }))).toBeLessThan(0.2)
    const usual = difference(truth, await withNetwork('usual', truly, old))
    expect(usual).toBeGreaterThan(0.2)
    expect(usual).toBeLessThan(difference(truth, old) / 2)
    expect(await withNetwork('none', truly, old, { strength: 0 })).toBe(old)
  })

  test('one that answers something else is refused by name', async () => {
    await expect(withNetwork('short', truly.slice(1), scene())).rejects.toMatchObject({ code: 'model-broken' })
  })

  test('old recipes measure, as they did', () => {
    expect(migrate({ strength: 0.3, memoryColours: false }, 1)).toEqual({
      strength: 0.3,
      memoryColours: false,
      method: 'classical',
    })
  })
})
