import { create } from 'zustand'
import type { Recipe } from '../../../shared/recipe.ts'

/** The recipe of which some steps are to be copied; null while nobody asks. */
export const useCopySteps = create<{ readonly recipe: Recipe | null }>(() => ({ recipe: null }))

export const askWhichSteps = (recipe: Recipe | undefined): void => {
  if (recipe && recipe.steps.length > 0) useCopySteps.setState({ recipe })
}
export const closeCopySteps = (): void => useCopySteps.setState({ recipe: null })
