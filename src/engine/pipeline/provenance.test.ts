import { expect, test } from 'vitest'
import type { Recipe } from '../../shared/recipe.ts'
import { imaginesFaces, provenanceSentence } from './provenance.ts'

const model = { id: 'mine', sha256: '0'.repeat(64) }
const recipeOf = (operation: string, params = {}, enabled = true): Recipe => ({
  version: 1,
  name: 'x',
  steps: [{ operation, version: 1, enabled, params, models: [model] }],
})

test('an imagined face is never called restored, and its figures stand beside it', () => {
  const sentence = provenanceSentence(recipeOf('imagine-face', { pixels: '32' }), 1, [
    { error: 0.00123, passes: true },
    { error: 0.01, passes: false },
  ])
  expect(sentence).toMatch(/^Imagined, not recovered: /)
  expect(sentence).toContain('not the person')
  expect(sentence).toContain('shrunk to 32 pixels: 1.2e-3 (close enough), 1.0e-2 (not close enough).')
  expect(sentence).not.toMatch(/restored|No detail/i)
})

test('without figures, as in an export, it still says what it is', () => {
  expect(provenanceSentence(recipeOf('imagine-face'), 1)).toMatch(/^Imagined, not recovered: .*It is not the person\.$/)
})

test('a step that did not run imagined nobody', () => {
  const off = recipeOf('imagine-face', {}, false)
  expect(imaginesFaces(off)).toBe(false)
  expect(provenanceSentence(off, 0)).toBe('Copied with Daguerre without changes.')
})

test('what was restored says how much of it is invented', () => {
  expect(provenanceSentence(recipeOf('denoise'), 0)).toMatch(
    /^Restored with Daguerre \(.*\)\. No detail was invented\.$/,
  )
  expect(provenanceSentence(recipeOf('restore-faces'), 0.004)).toContain('less than 1 %')
})
