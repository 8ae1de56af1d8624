import type { ExportOptions } from '../../../shared/export.ts'
import type { FilmExport, FilmForm, FilmTrack, TrackRule } from '../../../shared/film-export.ts'
import { useWords, type Words } from '../../state/use-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import styles from './export.module.css'
import { inForm, ruleOf, rulesOf, useFilmChoices, withRule } from './film-options.ts'

interface FilmFieldsProps {
  /** Versions that are films. */
  readonly films: readonly string[]
  readonly options: ExportOptions
  readonly change: (next: Partial<ExportOptions>) => void
}

/** How films are written, and, of one film, what becomes of its tracks. */
export function FilmFields({ films, options, change }: FilmFieldsProps) {
  const { t } = useWords()
  const { data } = useFilmChoices(films[0])
  const { film, compare } = options
  if (!data) return null
  // Two pictures in one are a new film: there is no such film yet that could go out as it is.
  const forms = data.forms.filter((form) => compare === 'none' || (form !== 'as-is' && form !== 'mkv'))
  return (
    <>
      <ChoiceField
        label={t('export.filmForm')}
        help={t(`export.filmForm.${film.form}.help`)}
        value={film.form}
        options={forms.map((form) => ({ value: form, text: t(`export.filmForm.${form}`) }))}
        onChange={(form) => change({ film: inForm(film, form as FilmForm) })}
      />
      {films.length === 1 && data.tracks.length > 0 && (
        <div className={styles.field}>
          <span className={styles.label}>{t('export.tracks')}</span>
          <ul className={styles.tracks} aria-label={t('export.tracks')}>
            {data.tracks.map((track, i) => (
              <Track
                key={track.index}
                track={track}
                number={data.tracks.slice(0, i + 1).filter(({ kind }) => kind === track.kind).length}
                film={film}
                change={(next) => change({ film: next })}
              />
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

interface TrackProps {
  readonly track: FilmTrack
  /** Among those of its kind, from 1. */
  readonly number: number
  readonly film: FilmExport
  readonly change: (film: FilmExport) => void
}

function Track({ track, number, film, change }: TrackProps) {
  const words = useWords()
  const { t } = words
  const name = t(track.kind === 'audio' ? 'export.sound' : 'export.subtitle', { number })
  const about = descriptionOf(track, words)
  const rules = rulesOf(track, film.form)
  const chosen = ruleOf(film, track.index)
  return (
    <li className={styles.track}>
      <span>
        {name}
        <small>{about}</small>
      </span>
      <ChoiceField
        label={`${name}, ${about}`}
        hideLabel
        value={rules.includes(chosen) ? (chosen ?? 'usual') : 'usual'}
        options={rules.map((rule) => ({ value: rule ?? 'usual', text: ruleText(rule, track, film.form, words) }))}
        onChange={(rule) => change(withRule(film, track.index, rule === 'usual' ? undefined : (rule as TrackRule)))}
      />
    </li>
  )
}

function ruleText(rule: TrackRule | undefined, { fates, kind }: FilmTrack, form: FilmForm, { t }: Words): string {
  if (rule === 'leave') return t('export.track.leave')
  if (rule === 'convert') return t(kind === 'audio' ? 'export.track.convertSound' : 'export.track.convertText')
  return t(`export.track.${fates[form] ?? 'copied'}`)
}

/** Its language, its title and how it is stored: what tells one from another. */
function descriptionOf({ language, title, codec, channels }: FilmTrack, { t, language: mine }: Words): string {
  const spoken = language === null || language === 'und' ? undefined : languageName(language, mine)
  const heard = channels === null ? undefined : t('export.channels', { count: channels })
  return [spoken, title, codec.toUpperCase().replaceAll('_', ' '), heard].filter(Boolean).join(' · ')
}

function languageName(code: string, mine: string): string {
  try {
    return new Intl.DisplayNames(mine, { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
