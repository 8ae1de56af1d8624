import { describe, expect, test } from 'vitest'
import { operations } from '../../../operations/index.ts'
import { presetRecipe } from '../../../operations/presets.ts'
import type { Analysis } from '../../../shared/analysis.ts'
import { addStep, changeStep, freshCopy, missingOperations, presetOf, removeStep, sameSteps } from './recipes.ts'

const faithful = presetRecipe('faithful', { width: 400, height: 300 }, [])
const analysis: Analysis = { width: 400, height: 300, findings: [], faces: [], recipe: faithful }
const upscale = operations.get('upscale')

test('a preset is recognised, and a changed one is none', () => {
  expect(presetOf(faithful, analysis)).toBe('faithful')
  expect(presetOf(changeStep(faithful, 0, { enabled: false }, 'Mine'), analysis)).toBeNull()
})

test('what is painted on a picture makes another recipe, but no other preset', () => {
  const painted = {
    ...faithful,
    areas: { protect: [{ mode: 'add' as const, radius: 0.1, points: [[0, 0] as [number, number]] }] },
  }
  expect(presetOf(painted, analysis)).toBe('faithful')
  expect(sameSteps(painted, faithful)).toBe(false)
})

test('a piece of a film makes another recipe, but no other preset', () => {
  const piece = { ...faithful, part: { from: 1, to: 2 } }
  expect(presetOf(piece, analysis)).toBe('faithful')
  expect(sameSteps(piece, faithful)).toBe(false)
  expect(sameSteps(piece, { ...faithful, part: { from: 1, to: 2 } })).toBe(true)
})

test('where two presets come to the same, the name of the recipe decides', () => {
  const healthy: Analysis = { ...analysis, findings: [{ kind: 'small', severity: 1, text: '', values: {} }] }
  const strong = presetRecipe('strong', healthy, healthy.findings)
  expect(sameSteps(strong, presetRecipe('faithful', healthy, healthy.findings))).toBe(true)
  expect(presetOf(strong, healthy)).toBe('strong')
})

test('what a recipe was made with does not make it another', () => {
  const ran = {
    ...faithful,
    steps: faithful.steps.map((step) => ({ ...step, models: [{ id: 'm', sha256: 'f'.repeat(64) }] })),
  }
  expect(sameSteps(ran, faithful)).toBe(true)
  expect(freshCopy(ran).steps.every((step) => step.models.length === 0)).toBe(true)
})

test('a preset that has run, and now has every parameter, is still that preset', () => {
  const small: Analysis = { ...analysis, findings: [{ kind: 'small', severity: 1, text: '', values: {} }] }
  const preset = presetRecipe('faithful', small, small.findings)
  const steps = preset.steps.map((step) => {
    const params = operations.get(step.operation)?.params.parse(step.params) as Record<string, unknown>
    return { ...step, params }
  })
  expect(steps).not.toEqual(preset.steps)
  expect(presetOf({ ...preset, steps }, small)).toBe('faithful')
})

describe('adding a step', () => {
  if (!upscale) throw new Error('no upscale')
  const empty = { version: 1 as const, name: 'Mine', steps: [] }

  test('takes the defaults of the operation', () => {
    const { recipe, index } = addStep(empty, upscale, 'Mine')
    expect(index).toBe(0)
    expect(upscale.params.safeParse(recipe.steps[0]?.params).success).toBe(true)
    expect(missingOperations(recipe, 'image').map(({ id }) => id)).not.toContain('upscale')
  })
  test('keeps the order of stages', () => {
    const turn = operations.get('crop-rotate')
    if (!turn) return
    const { recipe } = addStep(addStep(empty, upscale, 'Mine').recipe, turn, 'Mine')
    expect(recipe.steps.map((step) => step.operation)).toEqual(['crop-rotate', 'upscale'])
    expect(removeStep(recipe, 0, 'Mine').steps).toHaveLength(1)
  })
})
