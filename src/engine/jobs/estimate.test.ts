import { expect, test } from 'vitest'
import type { Size } from '../../operations/define.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { openTemporary, temporaryFolder } from '../catalog/testing.ts'
import type { ModelStore } from '../inference/models.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import { createEstimator } from './estimate.ts'
import { writeResult } from './testing.ts'

const noModels: ModelStore = {
  list: () => [],
  find: () => {
    throw new Error('no model is needed')
  },
  read: () => Promise.reject(new Error('no model is needed')),
}
const turned: Recipe = {
  version: 1,
  name: 'Turned',
  steps: [{ operation: 'crop-rotate', version: 1, enabled: true, params: {}, models: [] }],
}

function report(seconds: number) {
  const folder = temporaryFolder()
  const task = {
    kind: 'restore',
    input: 'a',
    inputSha256: '',
    output: `${folder}/a.png`,
    mask: `${folder}/a.map.png`,
    scratch: { places: [folder], name: 'film-a' },
  } as const
  const made = writeResult({ ...task, recipe: turned })
  const steps = [{ operation: 'crop-rotate', seconds }]
  return { ...made, width: 1000, height: 1000, timings: { ...made.timings, open: 1, save: 2, check: 1, steps } }
}

test('before anything ran there is a guess; afterwards what it took', () => {
  const { timings } = openTemporary()
  const estimator = createEstimator(timings, noModels)
  const megapixel = { width: 1000, height: 1000 }
  expect(estimator.seconds(turned, megapixel)).toBeGreaterThan(0)
  estimator.learn(report(6), megapixel)
  expect(estimator.seconds(turned, megapixel)).toBeCloseTo(10, 5)
  expect(estimator.seconds(turned, { width: 2000, height: 1000 })).toBeCloseTo(20, 5)
  // Kept in the catalog, for the next start.
  expect(createEstimator(timings, noModels).seconds(turned, megapixel)).toBeCloseTo(10, 5)
})

/** A job on a square picture: `fixed` seconds, and six for every megapixel of its one step. */
function square(megapixels: number, fixed: number): [RestoreReport, Size] {
  const side = Math.round(1000 * Math.sqrt(megapixels))
  const size = { width: side, height: side }
  const made = report(fixed + 6 * megapixels)
  const timings = { ...made.timings, open: 0, save: 0, check: 0 }
  return [{ ...made, ...size, timings, seconds: fixed + 6 * megapixels }, size]
}

test('before anything ran a tiny picture is not thought to take no time', () => {
  const estimator = createEstimator(openTemporary().timings, noModels)
  expect(estimator.seconds(turned, { width: 100, height: 100 })).toBeGreaterThan(0.9)
})

test('many small pictures: each takes its constant part', () => {
  const estimator = createEstimator(openTemporary().timings, noModels)
  for (let i = 0; i < 3; i++) estimator.learn(...square(0.01, 1.5))
  expect(estimator.seconds(turned, { width: 100, height: 100 })).toBeCloseTo(1.56, 1)
  // A tiny picture says little of a large one.
  expect(estimator.seconds(turned, { width: 4000, height: 3000 })).toBeLessThan(60)
})

test('small and large pictures: a constant part and a rate', () => {
  const estimator = createEstimator(openTemporary().timings, noModels)
  for (const megapixels of [12, 0.04, 0.09, 4, 0.04]) estimator.learn(...square(megapixels, 1.5))
  expect(estimator.seconds(turned, { width: 200, height: 200 })).toBeCloseTo(1.5 + 0.24, 0)
  expect(estimator.seconds(turned, { width: 4000, height: 2000 })).toBeCloseTo(1.5 + 48, 0)
})

test('what passes beside the steps counts too', () => {
  const estimator = createEstimator(openTemporary().timings, noModels)
  const [made, size] = square(1, 0)
  estimator.learn({ ...made, seconds: made.seconds + 3 }, size)
  expect(estimator.seconds(turned, size)).toBeCloseTo(9, 1)
})

test('at the pace measured last, which is not counted twice', () => {
  let load = 0
  const estimator = createEstimator(openTemporary().timings, noModels, () => load)
  expect(estimator.isBusy()).toBe(false)
  for (let i = 0; i < 8; i++) estimator.learn(...square(1, 0))
  const [, size] = square(1, 0)
  expect(estimator.secondsNow(turned, size)).toBeCloseTo(6, 1)
  // Three times as long: the mean moves a little, what is said moves all the way.
  for (let i = 0; i < 2; i++) estimator.learn(...square(1, 12))
  expect(estimator.seconds(turned, size)).toBeLessThan(9)
  expect(estimator.secondsNow(turned, size)).toBeGreaterThan(15)
  expect(estimator.secondsNow(turned, size)).toBeLessThan(21)
  expect(estimator.isBusy()).toBe(true)
  for (let i = 0; i < 3; i++) estimator.learn(...square(1, 0))
  expect(estimator.isBusy()).toBe(false)
  load = 1.5
  expect(estimator.isBusy()).toBe(true)
})

test('on a slow computer the first picture makes nobody busy', () => {
  const estimator = createEstimator(openTemporary().timings, noModels, () => 0)
  const [made, size] = square(1, 200)
  estimator.learn(made, size)
  expect(estimator.secondsNow(turned, size)).toBeCloseTo(made.seconds, 0)
  expect(estimator.isBusy()).toBe(false)
})

test('before anything was measured, waiting work lets expect more, but not without end', () => {
  let load = 0
  const estimator = createEstimator(openTemporary().timings, noModels, () => load)
  const size = { width: 1000, height: 1000 }
  const quiet = estimator.secondsNow(turned, size)
  load = 2.8
  expect(estimator.secondsNow(turned, size)).toBeCloseTo(2 * quiet, 5)
  load = 40
  expect(estimator.secondsNow(turned, size)).toBeCloseTo(4 * quiet, 5)
})
