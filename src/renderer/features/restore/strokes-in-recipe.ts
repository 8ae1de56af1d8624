import type { TFunction } from 'i18next'
import { stages } from '../../../operations/define.ts'
import { operations } from '../../../operations/index.ts'
import type { Recipe, RecipeStep } from '../../../shared/recipe.ts'
import { type Stroke, strokesSchema } from '../../../shared/strokes.ts'
import { hintsOf, withHints } from './hints-in-recipe.ts'
import { addStep, stepsOnly } from './recipes.ts'

/** What one can paint: places that are scratched, that stay as they are, where the scan is to come back. */
export const brushKinds = ['scratch', 'protect', 'original'] as const
export type BrushKind = (typeof brushKinds)[number]

/** More strokes than this no recipe holds. */
export const mostStrokes = 500

/** The operations that repair what is painted, as far as this build has any. */
const repairing = [...operations.values()].filter(
  ({ stage, params }) => stage === 'scratches' && 'strokes' in params.shape,
)
/** The one that is taken when a recipe has none of them yet. */
export const painted = repairing[0]

export const isPainted = (operation: string): boolean => repairing.some(({ id }) => id === operation)
const repairStep = (recipe: Recipe) => recipe.steps.find((step) => isPainted(step.operation))

export function strokesOf(recipe: Recipe, kind: BrushKind): readonly Stroke[] {
  if (kind !== 'scratch') return recipe.areas?.[kind] ?? []
  return strokesSchema.safeParse(repairStep(recipe)?.params.strokes).data ?? []
}

/** A preset stays the one it is, whatever places are kept out of it; another repair makes it another recipe. */
export const nameAfterPainting = (recipe: Recipe, kind: BrushKind, t: TFunction): string =>
  kind === 'scratch' ? t('recipe.adjusted') : recipe.name

/** @param name what a changed recipe is called */
export function withStrokes(recipe: Recipe, kind: BrushKind, strokes: readonly Stroke[], name: string): Recipe {
  if (kind === 'scratch') return withScratches(recipe, strokes, name)
  const { [kind]: _old, ...others } = recipe.areas ?? {}
  const areas = strokes.length === 0 ? others : { ...others, [kind]: [...strokes] }
  const { areas: _areas, ...rest } = recipe
  // Without strokes a recipe is the one it was before: old ones keep their bytes.
  return { ...rest, name, ...(Object.keys(areas).length > 0 && { areas }) }
}

function withScratches(recipe: Recipe, strokes: readonly Stroke[], name: string): Recipe {
  const whole = repairStep(recipe) ? recipe : withRepair(recipe, name)
  const target = repairStep(whole)
  const change = (step: RecipeStep) => {
    const { strokes: _old, ...params } = step.params
    return { ...step, enabled: true, params: strokes.length === 0 ? params : { ...params, strokes } }
  }
  return { ...whole, name, steps: whole.steps.map((step) => (step === target ? change(step) : step)) }
}

/** Only what is painted is to be repaired: nobody asked for the rest. */
function withRepair(recipe: Recipe, name: string): Recipe {
  if (!painted) return recipe
  const { recipe: longer, index } = addStep(recipe, painted, name)
  const brushOnly = painted.params.safeParse({ mode: 'brush' }).success ? { mode: 'brush' } : {}
  const steps = longer.steps.map((step, at) =>
    at === index ? { ...step, params: { ...step.params, ...brushOnly } } : step,
  )
  return { ...longer, steps }
}

/** How far a step may move: recipes are always run in the safe order of stages, so only among its own stage. */
export function mayMove(recipe: Recipe, index: number, by: -1 | 1): boolean {
  const [step, other] = [recipe.steps[index], recipe.steps[index + by]]
  return step !== undefined && other !== undefined && rank(step) === rank(other)
}

const rank = ({ operation }: RecipeStep) => stages.indexOf(operations.get(operation)?.stage ?? 'geometry')

export function moveStep(recipe: Recipe, index: number, by: -1 | 1, name: string): Recipe {
  const step = recipe.steps[index]
  if (!step || !mayMove(recipe, index, by)) return recipe
  return { ...recipe, name, steps: recipe.steps.toSpliced(index, 1).toSpliced(index + by, 0, step) }
}

/** What is put on the clipboard, and what `--recipe` of the command line reads. */
export const recipeText = (recipe: Recipe): string => JSON.stringify(recipe, null, 2)

/** The steps of another picture's recipe with this one's strokes and piece: these belong to their picture. */
export function pastedRecipe(pasted: Recipe, mine: Recipe | undefined): Recipe {
  const bare = stepsOnly(pasted)
  const steps = bare.steps.map((step) => {
    const { strokes: _strokes, hints: _hints, ...params } = step.params
    return { ...step, params, models: [] }
  })
  const fresh: Recipe = { ...bare, steps }
  if (!mine) return fresh
  const scratches = strokesOf(mine, 'scratch')
  const painted = scratches.length > 0 ? withStrokes(fresh, 'scratch', scratches, fresh.name) : fresh
  const hints = hintsOf(mine)
  const withMine = hints.length > 0 ? withHints(painted, hints, fresh.name) : painted
  return { ...withMine, ...(mine.areas && { areas: mine.areas }), ...(mine.part && { part: mine.part }) }
}
