import { allOperations, operations } from '../../../operations/index.ts'
import { type ColourHint, colourHintsSchema } from '../../../shared/colour-hints.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { addStep } from './recipes.ts'

/** More colours than this no recipe holds. */
export const mostHints = 100

/** True for an operation that spreads known colours. */
export const takesHints = (operation: string): boolean => 'hints' in (allOperations.get(operation)?.params.shape ?? {})

/** The operation that is taken when a recipe has none of them yet; undefined where this build has none. */
export const colouring = [...operations.values()].find(({ id }) => takesHints(id))

const colourStep = (recipe: Recipe) => recipe.steps.find((step) => takesHints(step.operation))

export const hintsOf = (recipe: Recipe | undefined): readonly ColourHint[] =>
  colourHintsSchema.safeParse(recipe && colourStep(recipe)?.params.hints).data ?? []

/** @param name what a changed recipe is called */
export function withHints(recipe: Recipe, hints: readonly ColourHint[], name: string): Recipe {
  const whole = colourStep(recipe) || !colouring ? recipe : addStep(recipe, colouring, name).recipe
  const target = colourStep(whole)
  if (!target) return recipe
  const { hints: _old, ...params } = target.params
  const changed = { ...target, enabled: true, params: hints.length === 0 ? params : { ...params, hints: [...hints] } }
  return { ...whole, name, steps: whole.steps.map((step) => (step === target ? changed : step)) }
}
