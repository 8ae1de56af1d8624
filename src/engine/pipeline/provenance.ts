import { allOperations, operations } from '../../operations/index.ts'
import { operationWords } from '../../operations/locales.ts'
import type { Recipe } from '../../shared/recipe.ts'

/** True when a trained network ran. `recipe` is the one that was filled in by running. */
export const isNeural = (recipe: Recipe): boolean =>
  recipe.steps.some((step) => step.enabled && step.models.length > 0 && operations.get(step.operation)?.neural === true)

/** True when a network made up colours, as opposed to bringing faded ones back. */
export const guessesColour = (recipe: Recipe): boolean =>
  recipe.steps.some(({ enabled, models, operation }) => {
    const known = allOperations.get(operation)
    return enabled && models.length > 0 && known?.stage === 'colour' && known.neural
  })

/** True when a face was made up: one of many that would look like a few pixels. */
export const imaginesFaces = (recipe: Recipe): boolean =>
  recipe.steps.some(({ enabled, models, operation }) => enabled && models.length > 0 && operation === 'imagine-face')

/** True when the picture was only turned, cropped or straightened. */
export const isByHandOnly = (recipe: Recipe): boolean =>
  recipe.steps.every((step) => !step.enabled || operations.get(step.operation)?.stage === 'geometry')

/** One English sentence for the description inside the file: what was done, and how much of it is invented. */
export function provenanceSentence(recipe: Recipe, inventionShare: number): string {
  const done = recipe.steps.filter((step) => step.enabled)
  if (done.length === 0) return 'Copied with Daguerre without changes.'
  const titles = done.map((step) => (operationWords.en[step.operation]?.title ?? step.operation).toLowerCase())
  const percent = inventionShare * 100
  const invented =
    percent === 0
      ? 'No detail was invented.'
      : `Detail was invented in ${percent < 1 ? 'less than 1' : Math.round(percent)} % of the picture.`
  const colours = guessesColour(recipe) ? ' The colours are a guess.' : ''
  const imagined = imaginesFaces(recipe) ? ' The face is imagined, not recovered: it is not the person.' : ''
  return `Restored with Daguerre (${titles.join(', ')}). ${invented}${colours}${imagined}`
}
