import { expect, test } from 'vitest'
import type { Recipe } from '../../../shared/recipe.ts'
import { recipeText } from './strokes-in-recipe.ts'
import { readRecipe } from './use-recipe-clipboard.ts'

const recipe: Recipe = {
  version: 1,
  name: 'Faithful',
  steps: [{ operation: 'denoise', version: 1, enabled: true, params: { strength: 0.5 }, models: [] }],
}

test('what was copied is read again', () => expect(readRecipe(recipeText(recipe))).toEqual(recipe))

test.each([
  'Dear Anna',
  '{}',
  '[]',
  '{"version":2,"name":"x","steps":[]}',
  '{"version":1,"name":"x","steps":[],"run":1}',
])('%s is no recipe', (text) => expect(readRecipe(text)).toBeUndefined())
