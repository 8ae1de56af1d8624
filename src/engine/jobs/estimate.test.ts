import { expect, test } from 'vitest'
import type { Recipe } from '../../shared/recipe.ts'
import { openTemporary, temporaryFolder } from '../catalog/testing.ts'
import type { ModelStore } from '../inference/models.ts'
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

test('tiny pictures teach nothing', () => {
  const { timings } = openTemporary()
  createEstimator(timings, noModels).learn(report(600), { width: 100, height: 100 })
  expect(timings.of('open')).toBeUndefined()
})
