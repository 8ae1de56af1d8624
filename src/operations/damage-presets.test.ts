import { expect, test } from 'vitest'
import { damagePresetNames, damageRecipe } from './damage-presets.ts'
import { operations } from './index.ts'

test.each(damagePresetNames)('%s is a valid recipe of current versions', (name) => {
  const recipe = damageRecipe(name)
  expect(recipe.steps.length).toBeGreaterThan(0)
  expect(recipe.name).not.toBe('')
  for (const { operation, version, params } of recipe.steps) {
    expect(operations.get(operation)?.version).toBe(version)
    expect(operations.get(operation)?.params.safeParse(params).success).toBe(true)
  }
})
