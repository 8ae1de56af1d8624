import type { TFunction } from 'i18next'
import { damagePresetNames, damageRecipe } from '../../../operations/damage-presets.ts'
import { filmPresetTitle } from '../../../operations/film-presets.ts'
import type { Restoration } from '../../../shared/entities.ts'
import { filmPresetNames, presetNames } from '../../../shared/recipe.ts'
import { IMAGINED_NAME } from './imagined-recipe.ts'

/** Presets are stored under their English names; a name someone gave stays as it is. */
export function versionName({ name, imagined }: Pick<Restoration, 'name' | 'imagined'>, t: TFunction): string {
  if (imagined) return name === IMAGINED_NAME ? t('imagine.name') : `${name} · ${t('imagine.name')}`
  const [, word = '', number = ''] = /^([a-z\d -]+?)( \d+)?$/i.exec(name) ?? []
  const preset = presetNames.find((each) => each === word.toLowerCase())
  if (preset) return t(`preset.${preset}`) + number
  const film = filmPresetNames.find((each) => filmPresetTitle(each) === word)
  if (film) return t(`filmPreset.${film}`) + number
  const damage = damagePresetNames.find((each) => damageRecipe(each).name === word)
  return damage ? t(`damage.${damage}`) + number : name
}
