import { type Operation, type Size, stages } from '../../../operations/define.ts'
import { filmPresetRecipe } from '../../../operations/film-presets.ts'
import { operations } from '../../../operations/index.ts'
import { presetRecipe } from '../../../operations/presets.ts'
import type { Analysis } from '../../../shared/analysis.ts'
import type { Original } from '../../../shared/entities.ts'
import { filmPresetNames, type PresetName, presetNames, type Recipe, type RecipeStep } from '../../../shared/recipe.ts'
import { formFields } from './form-fields.ts'

/** A recipe that has run, ready to be changed and run again: what it was made with is decided anew. */
export const freshCopy = (recipe: Recipe): Recipe => ({
  ...recipe,
  steps: recipe.steps.map((step) => ({ ...step, models: [] })),
})

/** With every parameter, as a recipe that has run has them: what was left to its default is no difference. */
const whole = ({ models: _models, ...step }: RecipeStep) => ({
  ...step,
  params: operations.get(step.operation)?.params.safeParse(step.params).data ?? step.params,
})
const essence = ({ steps, areas, part }: Recipe) => JSON.stringify([steps.map(whole), areas, part])
/** True where two recipes come to the same: the same steps, places and piece. */
export const sameSteps = (a: Recipe, b: Recipe): boolean => essence(a) === essence(b)

/** The preset that `recipe` is, if it is one. Where a picture needs little, two may be the same: its name decides. */
export function presetOf(recipe: Recipe, { width, height, findings }: Analysis): PresetName | null {
  const size: Size = { width, height }
  return sameAs(recipe, presetNames, (name) => presetRecipe(name, size, findings))
}

/** The same of a film, among the presets that are chosen by its kind or by strength. */
export const filmPresetOf = (recipe: Recipe, film: Analysis) =>
  sameAs(recipe, [...filmPresetNames, ...presetNames], (name) => filmPresetRecipe(name, film))

/** The steps alone: what is painted, and which piece of a film is meant, belongs to the picture and not to a preset. */
export function stepsOnly({ areas: _areas, part: _part, ...bare }: Recipe): Recipe {
  return bare
}

function sameAs<T>(recipe: Recipe, names: readonly T[], make: (name: T) => Recipe): T | null {
  const bare = stepsOnly(recipe)
  const same = names.map((name) => ({ name, made: make(name) })).filter(({ made }) => sameSteps(made, bare))
  return (same.find(({ made }) => made.name === recipe.name) ?? same[0])?.name ?? null
}

export function changeStep(recipe: Recipe, index: number, change: Partial<RecipeStep>, name: string): Recipe {
  return { ...recipe, name, steps: recipe.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) }
}

export const removeStep = (recipe: Recipe, index: number, name: string): Recipe => ({
  ...recipe,
  name,
  steps: recipe.steps.filter((_, at) => at !== index),
})

/** Adds an operation with its defaults, where the safe order of stages puts it. */
export function addStep(recipe: Recipe, operation: Operation, name: string): { recipe: Recipe; index: number } {
  const params = Object.fromEntries(formFields(operation.params).map((field) => [field.key, field.fallback]))
  const step: RecipeStep = { operation: operation.id, version: operation.version, enabled: true, params, models: [] }
  const rank = (id: string) => stages.indexOf(operations.get(id)?.stage ?? 'geometry')
  const later = recipe.steps.findIndex((each) => rank(each.operation) > rank(operation.id))
  const index = later < 0 ? recipe.steps.length : later
  return { recipe: { ...recipe, name, steps: recipe.steps.toSpliced(index, 0, step) }, index }
}

/** Operations for photos, or for films, that the recipe has no step of yet. */
export const missingOperations = (recipe: Recipe, kind: Original['kind']): Operation[] =>
  [...operations.values()]
    .filter(
      ({ id, appliesTo, apart }) =>
        !apart && appliesTo.includes(kind) && !recipe.steps.some((step) => step.operation === id),
    )
    .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
