import type { Recipe } from '../shared/recipe.ts'
import { allOperations } from './index.ts'

/** True when a network made up colours, as opposed to bringing faded ones back. Of a recipe that has run. */
export const guessesColour = (recipe: Recipe): boolean =>
  recipe.steps.some(({ enabled, models, operation }) => {
    const known = allOperations.get(operation)
    return enabled && models.length > 0 && known?.stage === 'colour' && known.neural
  })
