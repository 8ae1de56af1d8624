import type { TFunction } from 'i18next'
import type { Restoration } from '../../../shared/entities.ts'
import { presetNames } from '../../../shared/recipe.ts'

/** Presets are stored under their English names; a name someone gave stays as it is. */
export function versionName({ name }: Pick<Restoration, 'name'>, t: TFunction): string {
  const [, word = '', number = ''] = /^([a-z]+)( \d+)?$/i.exec(name) ?? []
  const preset = presetNames.find((each) => each === word.toLowerCase())
  return preset ? t(`preset.${preset}`) + number : name
}
