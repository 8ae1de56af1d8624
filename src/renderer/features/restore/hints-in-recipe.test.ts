import { expect, test } from 'vitest'
import type { Recipe } from '../../../shared/recipe.ts'
import { hintsOf, takesHints, withHints } from './hints-in-recipe.ts'
import { pastedRecipe } from './strokes-in-recipe.ts'

const step = (operation: string, params: Record<string, unknown> = {}) => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})
const coloured: Recipe = { version: 1, name: 'a', steps: [step('denoise'), step('colorize', { vividness: 1.2 })] }
const pink = { point: [0.2, 0.3] as [number, number], colour: '#d2648c', radius: 0.01 }

test('known colours live in the step that colours', () => {
  expect(takesHints('colorize')).toBe(true)
  expect(takesHints('denoise')).toBe(false)
  const hinted = withHints(coloured, [pink], 'own')
  expect(hintsOf(hinted)).toEqual([pink])
  expect(hinted.steps[1]?.params).toEqual({ vividness: 1.2, hints: [pink] })
  expect(hinted.name).toBe('own')
  expect(hintsOf(coloured)).toEqual([])
})

test('without any, the step is what it was before', () => {
  expect(withHints(withHints(coloured, [pink], 'a'), [], 'a')).toEqual(coloured)
})

test('a recipe that is pasted brings no colours of another picture, and keeps those of this one', () => {
  const other = withHints(coloured, [{ ...pink, colour: '#000000' }], 'b')
  expect(hintsOf(pastedRecipe(other, undefined))).toEqual([])
  expect(hintsOf(pastedRecipe(other, withHints(coloured, [pink], 'a')))).toEqual([pink])
})
