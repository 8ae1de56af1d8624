import type { TFunction } from 'i18next'
import { damageRecipe, offeredDamagePresets } from '../../../operations/damage-presets.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { MenuEntry } from '../../ui/menu.tsx'

/** Recipes by kind of damage, as entries of a menu. */
export const damageEntries = (t: TFunction): MenuEntry[] =>
  offeredDamagePresets().map((name) => ({ id: name, text: t(`damage.${name}`), note: t(`damage.${name}.help`) }))

/** The recipe that an entry means; undefined for one of another kind. */
export function damageRecipeOf(entry: string): Recipe | undefined {
  const name = offeredDamagePresets().find((each) => each === entry)
  return name && damageRecipe(name)
}
