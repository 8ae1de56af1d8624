import { useQuery } from '@tanstack/react-query'
import type { ExportOptions } from '../../../shared/export.ts'
import type { FilmExport, FilmForm, FilmTrack, TrackRule } from '../../../shared/film-export.ts'
import { engine } from '../../transport/services.ts'

/** How a film can be written here, and its tracks. */
export const useFilmChoices = (restorationId: string | undefined) =>
  useQuery({
    queryKey: ['export-film', restorationId],
    queryFn: () => engine.call('export.film', { restorationId: restorationId as string }),
    enabled: restorationId !== undefined,
    retry: false,
  })

/** What was wished for, as far as the ffmpeg of this computer can write it: else the film goes out as it is. */
export function useFilmOptions(films: readonly string[], options: ExportOptions): ExportOptions {
  const { data } = useFilmChoices(films[0])
  const { film, compare } = options
  // Tracks have their numbers in one film only.
  const tracks = films.length === 1 ? film.tracks : []
  const isNew = (form: FilmForm) => form !== 'as-is' && form !== 'mkv'
  const other = (compare === 'none' ? undefined : data?.forms.find(isNew)) ?? 'as-is'
  const form = !data || data.forms.includes(film.form) ? film.form : other
  return { ...options, film: { form, tracks } }
}

/** What a track may become in a form, the usual first; undefined is what nobody has to say. */
export function rulesOf(track: FilmTrack, form: FilmForm): readonly (TrackRule | undefined)[] {
  const fate = track.fates[form]
  const convert = track.mayConvert && fate !== 'converted' ? (['convert'] as const) : []
  return [undefined, ...convert, ...(fate === 'lost' ? [] : (['leave'] as const))]
}

export const ruleOf = ({ tracks }: FilmExport, index: number): TrackRule | undefined =>
  tracks.find((track) => track.index === index)?.rule

export function withRule(film: FilmExport, index: number, rule: TrackRule | undefined): FilmExport {
  const others = film.tracks.filter((track) => track.index !== index)
  return { ...film, tracks: rule ? [...others, { index, rule }] : others }
}

/** Another form may not know what was chosen for the one before: only what is left out stays so. */
export const inForm = (film: FilmExport, form: FilmForm): FilmExport => ({
  form,
  tracks: film.tracks.filter(({ rule }) => rule === 'leave'),
})

/** The ending a file will have, for showing its name. */
export const endingOf = (form: FilmForm, own: string, compare: ExportOptions['compare']): string => {
  if (form !== 'as-is') return form.split('-')[0] ?? own
  return compare === 'none' ? own : 'mp4'
}
