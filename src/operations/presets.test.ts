import { describe, expect, test } from 'vitest'
import { type Finding, findingKinds } from '../shared/analysis.ts'
import { presetNames } from '../shared/recipe.ts'
import { allOperations, operations } from './index.ts'
import { presetRecipe, reasonsFor } from './presets.ts'

const found = (...kinds: Finding['kind'][]): Finding[] =>
  kinds.map((kind) => ({ kind, severity: 0.5, text: '', values: {} }))
const large = { width: 3000, height: 2000 }
const small = { width: 600, height: 800 }
/** Operations whose weights are not here yet are not proposed. */
const those = (...ids: string[]) => ids.filter((id) => operations.has(id))
const operationsOf = (...args: Parameters<typeof presetRecipe>) =>
  presetRecipe(...args).steps.map((step) => step.operation)

describe.each(presetNames)('%s', (name) => {
  test('a healthy sharp colour photo is left alone', () => {
    expect(operationsOf(name, large, found('healthy'))).toEqual([])
  })

  test('every step is valid and of the current version', () => {
    const everything = found('grain', 'faded', 'small', 'blocky', 'blurred', 'scratched')
    for (const step of presetRecipe(name, small, everything).steps) {
      const operation = operations.get(step.operation)
      expect(operation?.params.safeParse(step.params).success).toBe(true)
      expect(step.version).toBe(operation?.version)
    }
  })

  test('only what was found is treated', () => {
    expect(operationsOf(name, large, found('grain'))).toEqual(['denoise'])
    expect(operationsOf(name, large, found('faded', 'black-and-white'))).toEqual(['recover-tone'])
    expect(operationsOf(name, large, found('blurred', 'blocky'))).toEqual(those('deblock', 'deblur'))
    expect(operationsOf(name, large, found('scratched'))).toEqual(those('repair-scratches'))
  })

  test('without an analysis the operations look for themselves, and nothing is enlarged', () => {
    expect(operationsOf(name)).toEqual(['denoise', 'recover-tone'])
  })
})

test('nothing is ever coloured unless somebody asks for it, whatever a picture is like', () => {
  for (const name of presetNames) {
    const steps = presetRecipe(name, small, found(...findingKinds)).steps.map(({ operation }) => operation)
    expect(steps.length).toBeGreaterThan(3)
    expect(steps.filter((id) => allOperations.get(id)?.stage === 'colour')).toEqual([])
  }
})

test('small pictures are enlarged, gently not', () => {
  expect(operationsOf('faithful', small, found('small'))).toEqual(['upscale'])
  expect(operationsOf('gentle', small, found('small'))).toEqual([])
})

test('sepia keeps most of its warmth unless strength is asked for', () => {
  const cast = (name: (typeof presetNames)[number]) =>
    presetRecipe(name, large, found('sepia', 'faded')).steps[0]?.params.cast
  expect(cast('gentle')).toBeLessThan(cast('faithful') as number)
  expect(cast('faithful')).toBeLessThan(0.5)
  expect(cast('strong')).toBeGreaterThan(0.8)
})

test('gives its reasons', () => {
  expect(reasonsFor('recover-tone', found('faded', 'grain')).map(({ kind }) => kind)).toEqual(['faded'])
})
