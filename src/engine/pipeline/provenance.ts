import type { ImaginedFit } from '../../operations/define.ts'
import { guessesColour } from '../../operations/guesses-colour.ts'
import { operations } from '../../operations/index.ts'
import { operationWords } from '../../operations/locales.ts'
import type { Recipe } from '../../shared/recipe.ts'

/** True when a trained network ran. `recipe` is the one that was filled in by running. */
export const isNeural = (recipe: Recipe): boolean =>
  recipe.steps.some((step) => step.enabled && step.models.length > 0 && operations.get(step.operation)?.neural === true)

/** True when a face was made up: one of many that would look like a few pixels. */
export const imaginesFaces = (recipe: Recipe): boolean =>
  recipe.steps.some(({ enabled, models, operation }) => enabled && models.length > 0 && operation === 'imagine-face')

/** True when the picture was only turned, cropped or straightened. */
export const isByHandOnly = (recipe: Recipe): boolean =>
  recipe.steps.every((step) => !step.enabled || operations.get(step.operation)?.stage === 'geometry')

/** One English sentence for the description inside the file: what was done, and how much of it is invented. */
export function provenanceSentence(
  recipe: Recipe,
  inventionShare: number,
  imagined: readonly ImaginedFit[] = [],
): string {
  const done = recipe.steps.filter((step) => step.enabled)
  if (done.length === 0) return 'Copied with Daguerre without changes.'
  if (imaginesFaces(recipe)) return imaginedSentence(recipe, imagined)
  const titles = done.map((step) => (operationWords.en[step.operation]?.title ?? step.operation).toLowerCase())
  const percent = inventionShare * 100
  const invented =
    percent === 0
      ? 'No detail was invented.'
      : `Detail was invented in ${percent < 1 ? 'less than 1' : Math.round(percent)} % of the picture.`
  const colours = guessesColour(recipe) ? ' The colours are a guess.' : ''
  return `Restored with Daguerre (${titles.join(', ')}). ${invented}${colours}`
}

/** Not a restoration: the word does not occur in what is said of it. */
function imaginedSentence({ steps }: Recipe, imagined: readonly ImaginedFit[]): string {
  const step = steps.find(({ enabled, operation }) => enabled && operation === 'imagine-face')
  const figures = imagined.map(({ error, passes }) => `${error.toExponential(1)} (${passes ? '' : 'not '}close enough)`)
  const measured =
    figures.length === 0
      ? ''
      : ` Mean squared difference when shrunk to ${step?.params.pixels === '32' ? 32 : 16} pixels: ${figures.join(', ')}.`
  return `Imagined, not recovered: this is nobody's face, made up with Daguerre from a few pixels. It is not the person.${measured}`
}
