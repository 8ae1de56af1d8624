import type { Recipe, RecipeStep } from '../shared/recipe.ts'
import { operations } from './index.ts'
import { step } from './presets.ts'
import { offered } from './upscale/networks.ts'

/** Recipes by damage: for those who know what is wrong, or have a box full of the same. */
export const damagePresetNames = ['scratched-print', 'noisy-scan', 'small-and-compressed'] as const
export type DamagePresetName = (typeof damagePresetNames)[number]

const recipes: Readonly<Record<DamagePresetName, () => readonly [name: string, steps: readonly RecipeStep[]]>> = {
  'scratched-print': () => [
    'Scratched print',
    [
      ...step('repair-scratches', { mode: 'auto', sensitivity: 0.55 }),
      ...step('denoise', { strength: 0.3 }),
      ...step('recover-tone', { strength: 0.6, cast: 0.5, localContrast: 0.1 }),
    ],
  ],
  'noisy-scan': () => ['Noisy scan', [...step('denoise', { strength: 0.8, keepGrain: 0.15 })]],
  'small-and-compressed': () => [
    'Small and over-compressed',
    [
      ...step('deblock', { strength: 1 }),
      ...step('upscale', offered.includes('real') ? { scale: 2, style: 'real', denoise: 0.7 } : { scale: 2 }),
    ],
  ],
}

/** What each is for: without it the rest of the recipe is not worth its name. */
const remedy: Readonly<Record<DamagePresetName, string>> = {
  'scratched-print': 'repair-scratches',
  'noisy-scan': 'denoise',
  'small-and-compressed': 'deblock',
}

/** Those whose damage this build can undo by itself. */
export const offeredDamagePresets = (): readonly DamagePresetName[] =>
  damagePresetNames.filter((name) => {
    const operation = operations.get(remedy[name])
    // A repair that is only painted by hand finds nothing in a box full of prints.
    return operation?.params.safeParse({ mode: 'auto' }).success || (operation && !('mode' in operation.params.shape))
  })

/** A recipe by damage, as it is: not fitted to a picture, made of the operations that users have. */
export function damageRecipe(name: DamagePresetName): Recipe {
  const [title, steps] = recipes[name]()
  return { version: 1, name: title, steps: [...steps] }
}
