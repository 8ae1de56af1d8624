import { expect, test } from 'vitest'
import { damagePresetNames, damageRecipe, offeredDamagePresets } from './damage-presets.ts'
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

test('only those are offered whose damage can be undone', () => {
  const offered = offeredDamagePresets()
  expect(offered).toContain('noisy-scan')
  expect(offered).toContain('small-and-compressed')
  const repair = operations.get('repair-scratches')
  const finds = repair?.params.safeParse({ mode: 'auto' }).success ?? false
  expect(offered.includes('scratched-print')).toBe(finds)
})
