import type { Finding } from '../shared/analysis.ts'
import type { PresetName, Recipe, RecipeStep } from '../shared/recipe.ts'
import type { Size } from './define.ts'

/** Pictures whose long side is below this are enlarged: they would look small on any screen and in any album. */
export const SMALL = 1000

const step = (operation: string, params: Record<string, unknown>): RecipeStep => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})

const names: Readonly<Record<PresetName, string>> = { faithful: 'Faithful', gentle: 'Gentle', strong: 'Strong' }

/**
 * A preset as a recipe, fitted to a picture.
 * @param size of the picture; without it nothing is enlarged
 * @param findings of the analysis; without them the usual strength is used
 */
export function presetRecipe(name: PresetName, size?: Size, _findings?: readonly Finding[]): Recipe {
  const steps: RecipeStep[] = []
  if (size && Math.max(size.width, size.height) < SMALL) steps.push(step('upscale', { scale: 2 }))
  return { version: 1, name: names[name], steps }
}
