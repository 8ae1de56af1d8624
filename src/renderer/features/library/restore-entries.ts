import type { TFunction } from 'i18next'
import { filmPresetNames, isFilmPreset, presetNames, type Wish } from '../../../shared/recipe.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { damageEntries, damageRecipeOf } from '../restore/damage-presets.ts'

export interface SelectedKinds {
  readonly photos: readonly string[]
  readonly films: readonly string[]
}

/** The selection by kind, in its own order. */
export function kindsOf(ids: readonly string[], films: readonly string[]): SelectedKinds {
  const isFilm = new Set(films)
  return { photos: ids.filter((id) => !isFilm.has(id)), films: ids.filter((id) => isFilm.has(id)) }
}

/** Ways to restore a selection: by strength whatever it holds, and those that only photos, or only films, have. */
export function restoreEntries({ photos, films }: SelectedKinds, t: TFunction): MenuEntry[] {
  const isMixed = photos.length > 0 && films.length > 0
  const only = (kind: 'photos' | 'films', count: number, entry: MenuEntry): MenuEntry =>
    isMixed ? { ...entry, text: t(`selection.only.${kind}`, { name: entry.text, count }) } : entry
  const strengths = presetNames.map((name) => ({ id: name, text: t(`preset.${name}`), note: t(`preset.${name}.help`) }))
  const forFilms = filmPresetNames.map((name) =>
    only('films', films.length, { id: name, text: t(`filmPreset.${name}`), note: t(`filmPreset.${name}.help`) }),
  )
  const forPhotos = damageEntries(t).map((entry) => only('photos', photos.length, entry))
  return [...strengths, ...(films.length > 0 ? forFilms : []), ...(photos.length > 0 ? forPhotos : [])]
}

/** What an entry means, and for which of the selected. */
export function wishOfEntry(
  entry: string,
  { photos, films }: SelectedKinds,
): { ids: string[]; wish: Wish } | undefined {
  const strength = presetNames.find((name) => name === entry)
  if (strength) return { ids: [...photos, ...films], wish: strength }
  if (isFilmPreset(entry)) return { ids: [...films], wish: entry }
  const damage = damageRecipeOf(entry)
  return damage && { ids: [...photos], wish: damage }
}
