import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { FilmExport, FilmForm, FilmTrack } from '../../shared/film-export.ts'
import { writeAtomically } from '../media/atomic.ts'
import { type FilmCodec, writableCodecs } from './arguments/encode.ts'
import { besideLayout } from './arguments/export.ts'
import { type Container, canConvert, fateOf, planTracks } from './arguments/join.ts'
import { type FilmFacts, numberOf, type SideTrack } from './facts.ts'
import { writingFailure } from './failures.ts'
import { codecFor, codecOf, containerOf } from './outcome.ts'
import { evenSize } from './samples.ts'
import { type FilmTools, openFilmTools } from './tools/film-tools.ts'
import { verifyFilm } from './verify-film.ts'

/** `mkv` holds whatever the film is written in; the others say how. */
const forms: Readonly<Record<Exclude<FilmForm, 'as-is'>, { container: Container; codec?: FilmCodec }>> = {
  'mp4-h264': { container: 'mp4', codec: 'h264' },
  'mp4-h265': { container: 'mp4', codec: 'h265' },
  'mp4-av1': { container: 'mp4', codec: 'av1' },
  mkv: { container: 'mkv' },
  'mov-prores': { container: 'mov', codec: 'prores' },
}

export const containerOfForm = (form: FilmForm, file: string): Container =>
  form === 'as-is' ? containerOf(file) : forms[form].container

/** What a restored film can be exported as, and its tracks. Without ffmpeg: as it is. */
export async function filmChoices(
  file: string,
  tools = openFilmTools(),
): Promise<{ forms: FilmForm[]; tracks: FilmTrack[] }> {
  const facts = await tools.probe(file)
  const writable = new Set(writableCodecs(await tools.capabilities()))
  // What needs no writing anew needs no encoder.
  const possible = ([, { codec }]: [string, { codec?: FilmCodec }]) =>
    codec === undefined || writable.has(codec) || codec === codecOf(facts)
  const found: FilmForm[] = [
    'as-is',
    ...Object.entries(forms)
      .filter(possible)
      .map(([form]) => form as FilmForm),
  ]
  const fates = (track: SideTrack) =>
    Object.fromEntries(found.map((form) => [form, fateOf(track, containerOfForm(form, file))]))
  const tracks = facts.tracks.flatMap(({ kind, ...track }): FilmTrack[] =>
    kind !== 'audio' && kind !== 'subtitle'
      ? []
      : [
          {
            index: track.index,
            kind,
            codec: track.codec,
            language: track.language ?? null,
            title: track.title ?? null,
            channels: track.channels ?? null,
            fates: fates({ kind, ...track }),
            mayConvert: canConvert({ kind, ...track }),
          },
        ],
  )
  return { forms: found, tracks }
}

export interface FilmExportOrder {
  readonly input: string
  readonly output: string
  readonly overwrite: boolean
  readonly film: FilmExport
  /** See `ConvertOrder`. */
  readonly bareComment: string | undefined
  /** Before and after in one picture: the film as it came, and seconds of it before the restored piece. */
  readonly beside?: { readonly original: string; readonly from: number; readonly kind: 'side' | 'divider' } | undefined
  readonly signal: AbortSignal
  readonly onFraction: (fraction: number) => void
  readonly tools?: FilmTools | undefined
}

/**
 * Writes a restored film in another form. Read back before it appears; pictures that are in the wanted family already
 * are copied.
 * @throws AppError `cancelled`, `disk-full`, `environment-lacks`, `invalid-input` for tracks that cannot be kept as asked
 */
export async function exportFilm(order: FilmExportOrder): Promise<{ readonly bytes: number }> {
  const { input, output, film, bareComment, signal } = order
  const tools = order.tools ?? openFilmTools()
  const { facts, frames } = await tools.count(input)
  const container = containerOf(output)
  const tracks = planTracks(facts, container, { rules: new Map(film.tracks.map(({ index, rule }) => [index, rule])) })
  const beside = order.beside && { ...order.beside, frames, facts: await tools.probe(order.beside.original) }
  const wish = film.form === 'as-is' ? undefined : forms[film.form].codec
  const own = codecOf(facts)
  const isCopied = !beside && (wish === undefined || wish === own)
  const codec = isCopied ? 'copy' : codecFor(wish, facts, container, await tools.capabilities())
  const size = beside ? besideLayout(beside, facts) : evenSize(facts.picture)
  const seconds = facts.picture.seconds ?? facts.seconds ?? Number.POSITIVE_INFINITY
  return writeAtomically(output, order.overwrite, async (temporary) => {
    try {
      await tools.convert(
        {
          input,
          output: temporary,
          facts,
          container,
          codec,
          tracks: tracks.kept,
          bareComment,
          beside,
          threads: Math.min(16, availableParallelism()),
        },
        signal,
        (done) => order.onFraction(Math.min(1, done / seconds)),
      )
    } catch (error) {
      throw writingFailure(error, output)
    }
    const sounds = tracks.kept.filter(({ track }) => track.kind === 'audio').length
    const frameSeconds = 1 / numberOf(facts.picture.fps)
    await verifyFilm(tools, temporary, basename(output), {
      ...lengthOf(facts, seconds),
      ...size,
      frames,
      frameSeconds,
      sounds,
    })
    return { bytes: (await stat(temporary)).size }
  })
}

/** Length as the film itself tells it. @throws AppError where it tells none, which none of our own does */
function lengthOf(facts: FilmFacts, seconds: number): { readonly seconds: number } {
  if (Number.isFinite(seconds)) return { seconds }
  throw new AppError('file-unreadable', `This film does not say how long it is (${facts.container}).`)
}
