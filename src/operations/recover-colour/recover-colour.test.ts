import { expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { deltaE2000 } from '../../engine/quality/delta-e.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { labOf } from '../support/lab.ts'
import { curveOf, type Dye, STEPS } from './curves.ts'
import { densityOf, sampleOf } from './density.ts'
import recoverColour from './op.ts'
import { run } from './run.ts'

const recover = async (image: Raster, params: Record<string, unknown> = {}) =>
  (await run(image, recoverColour.params.parse(params), testContext())).image

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
