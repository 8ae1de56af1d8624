import { describe, expect, test } from 'vitest'
import { type Recipe, recipe as recipeSchema } from '../../../shared/recipe.ts'
import type { Stroke } from '../../../shared/strokes.ts'
import { mayMove, moveStep, painted, pastedRecipe, recipeText, strokesOf, withStrokes } from './strokes-in-recipe.ts'

const stroke: Stroke = { mode: 'add', radius: 0.02, points: [[0.5, 0.5]] }
const step = (operation: string, params: Record<string, unknown> = {}) => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})
const recipe = (...operations: string[]): Recipe => ({
  version: 1,
  name: 'Faithful',
  steps: operations.map((id) => step(id)),
})

describe('strokes', () => {
  test('of areas belong to the recipe as a whole, and leave nothing behind', () => {
    const plain = recipe('denoise')
    const kept = withStrokes(plain, 'protect', [stroke], 'Adjusted')
    expect(kept).toEqual({ ...plain, name: 'Adjusted', areas: { protect: [stroke] } })
    expect(strokesOf(kept, 'protect')).toEqual([stroke])
    const both = withStrokes(kept, 'original', [stroke], 'Adjusted')
    expect(withStrokes(both, 'protect', [], 'Adjusted').areas).toEqual({ original: [stroke] })
    expect(recipeText(withStrokes(kept, 'protect', [], 'Faithful'))).toBe(recipeText(plain))
    expect(recipeSchema.parse(both)).toEqual(both)
  })
  test.runIf(painted)('of scratches belong to the step that repairs them', () => {
    const made = withStrokes(recipe('upscale'), 'scratch', [stroke], 'Adjusted')
    expect(made.steps.map(({ operation }) => operation)).toEqual([painted?.id, 'upscale'])
    expect(strokesOf(made, 'scratch')).toEqual([stroke])
    expect(strokesOf(withStrokes(made, 'scratch', [], 'Adjusted'), 'scratch')).toEqual([])
  })
})

test('steps move among their own stage only', () => {
  const two = recipe('crop-rotate', 'denoise', 'denoise', 'upscale')
  expect([0, 1, 2, 3].map((index) => mayMove(two, index, 1))).toEqual([false, true, false, false])
  expect([0, 1, 2, 3].map((index) => mayMove(two, index, -1))).toEqual([false, false, true, false])
  const marked: Recipe = { ...two, steps: two.steps.map((each, index) => ({ ...each, params: { index } })) }
  expect(moveStep(marked, 1, 1, 'x').steps.map(({ params }) => params.index)).toEqual([0, 2, 1, 3])
  expect(moveStep(marked, 3, -1, 'x')).toBe(marked)
})

test('a pasted recipe brings its steps, and this picture keeps its strokes', () => {
  const theirs = { ...recipe('denoise'), areas: { protect: [stroke] } }
  const mine = { ...recipe('upscale'), areas: { original: [stroke] } }
  expect(pastedRecipe(theirs, mine)).toEqual({ ...recipe('denoise'), areas: { original: [stroke] } })
  expect(pastedRecipe(theirs, undefined)).toEqual(recipe('denoise'))
  const piece = { ...recipe('denoise'), part: { from: 1 } }
  expect(pastedRecipe(piece, undefined)).toEqual(recipe('denoise'))
  expect(pastedRecipe(recipe('denoise'), piece)).toEqual(piece)
})
