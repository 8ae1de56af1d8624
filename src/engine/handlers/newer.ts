import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { ModelStore } from '../inference/models.ts'

/** Operations of a recipe that has run whose networks are other files today. One that is gone is not newer. */
export function newerOperations(recipe: Recipe, models: ModelStore): string[] {
  const isOther = ({ id, sha256 }: { readonly id: string; readonly sha256: string }) => {
    try {
      return models.find(id).card.sha256 !== sha256
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }
  return recipe.steps.flatMap((step) => (step.enabled && step.models.some(isOther) ? [step.operation] : []))
}
