import type { Pace } from '../../../operations/define.ts'
import { AppError } from '../../../shared/errors.ts'
import type { TrackRule } from '../../../shared/film-export.ts'
import type { FilmPart } from '../../../shared/recipe.ts'
import type { FilmFacts, SideTrack } from '../facts.ts'
import { type Command, fileUrl, onlyFiles, quietly } from '../tools/command.ts'
import { TIME_SCALE } from './encode.ts'
import { pacedSound, pacedWords } from './pace.ts'

export const containers = ['mp4', 'mov', 'mkv'] as const
export type Container = (typeof containers)[number]

/** What happens to a track of the source: copied, written anew, or left out with a word about it. */
export interface TrackPlan {
  readonly track: SideTrack
  readonly codec: string
}

export interface TracksPlan {
  readonly kept: readonly TrackPlan[]
  readonly notes: readonly string[]
}

const audioIn: Readonly<Record<Container, RegExp>> = {
  mp4: /^(aac|mp3|mp2|ac3|eac3|alac|opus)$/,
  mov: /^(aac|mp3|mp2|ac3|eac3|alac|pcm_.*|adpcm_ima_qt|qdm2)$/,
  mkv: /./,
}
const textSubtitles = /^(subrip|srt|ass|ssa|webvtt|mov_text|text)$/

/** What was asked for, track by track. */
export interface TrackRules {
  /** By the number of the stream. */
  readonly rules: ReadonlyMap<number, TrackRule>
  /** What nobody spoke of must not be lost either. */
  readonly isStrict?: boolean | undefined
}

/** The film at its own speed. */
const unchanged: Pace = { stretch: 1, sound: true }

/**
 * How every track of a film gets into a container. Sound is copied wherever the container can hold it; that of a film
 * which is slowed down is written anew or left out.
 * @throws AppError `invalid-input` where a track cannot be kept or converted as asked
 */
export function planTracks(
  facts: FilmFacts,
  container: Container,
  wish?: TrackRules,
  pace: Pace = unchanged,
): TracksPlan {
  const kept: TrackPlan[] = []
  const notes: string[] = []
  for (const track of facts.tracks) {
    const rule = wish?.rules.get(track.index)
    if (rule === 'leave') continue
    if (track.kind === 'audio' && pace.stretch !== 1) {
      notes.push(`${nameOf(track)} was ${pace.sound ? 'slowed down, its pitch kept' : 'left out'}.`)
      if (pace.sound) kept.push({ track, codec: 'aac' })
      continue
    }
    const codec = rule === 'convert' ? convertedFor(track, container) : codecFor(track, container)
    if (rule === 'keep' && codec !== 'copy') throw cannotKeep(track, container)
    if (wish?.isStrict && codec === undefined && isHeardOrRead(track)) throw cannotKeep(track, container)
    if (codec !== undefined) kept.push({ track, codec })
    if (codec === undefined && track.kind !== 'data') notes.push(`${nameOf(track)} cannot be kept in ${container}.`)
    if (codec === 'aac' && rule !== 'convert')
      notes.push(`${nameOf(track)} was written anew: ${container} cannot hold ${track.codec}.`)
  }
  return { kept, notes }
}

const isHeardOrRead = ({ kind }: SideTrack) => kind === 'audio' || kind === 'subtitle'

function cannotKeep(track: SideTrack, container: Container): AppError {
  const others = containers.filter((each) => codecFor(track, each) === 'copy').map((each) => each.toUpperCase())
  const way = others.length > 0 ? `use ${others.join(' or ')}, or leave it out` : 'leave it out'
  const either = canConvert(track) ? `convert it, ${way}` : way
  const message = `${nameOf(track)} cannot be kept in ${container.toUpperCase()} as it is: ${either}.`
  return new AppError('invalid-input', message, { codec: track.codec, container })
}

/** Sound, and subtitles that are text: pictures of words cannot be read by us. */
export const canConvert = ({ kind, codec }: SideTrack): boolean =>
  kind === 'audio' || (kind === 'subtitle' && textSubtitles.test(codec))

/** @throws AppError `invalid-input` */
function convertedFor(track: SideTrack, container: Container): string {
  if (!canConvert(track)) {
    const message = `${nameOf(track)} holds no text or sound that can be converted: keep it or leave it out.`
    throw new AppError('invalid-input', message, { codec: track.codec })
  }
  if (track.kind === 'audio') return 'aac'
  return container === 'mkv' ? 'subrip' : 'mov_text'
}

/** What keeping a track comes to. */
export function fateOf(track: SideTrack, container: Container): 'copied' | 'converted' | 'lost' {
  const codec = codecFor(track, container)
  return codec === undefined ? 'lost' : codec === 'copy' ? 'copied' : 'converted'
}

const nameOf = ({ kind, index, codec }: SideTrack) => `The ${kind} track ${index} (${codec})`

function codecFor({ kind, codec }: SideTrack, container: Container): string | undefined {
  switch (kind) {
    case 'audio':
      return audioIn[container].test(codec) ? 'copy' : 'aac'
    case 'subtitle':
      if (container !== 'mkv') return textSubtitles.test(codec) ? 'mov_text' : undefined
      return codec === 'mov_text' ? 'subrip' : 'copy'
    case 'attachment':
      return container === 'mkv' ? 'copy' : undefined
    case 'picture':
      return container === 'mkv' ? undefined : 'copy'
    case 'data':
      return undefined
  }
}

/** The container of a result nobody chose: MP4, which everything plays, unless the film is Matroska or MP4 lost a track. */
export function naturalContainer(facts: FilmFacts): Container {
  const isMatroska = /matroska|webm/.test(facts.container)
  return isMatroska || planTracks(facts, 'mp4').notes.length > 0 ? 'mkv' : 'mp4'
}

export interface JoinOrder {
  /** List of the pieces for ffmpeg's concat reader. */
  readonly list: string
  /** The original: all but the moving picture is taken from it. */
  readonly source: string
  readonly facts: FilmFacts
  readonly tracks: readonly TrackPlan[]
  readonly container: Container
  /** Seconds from the start of the source to its first frame. */
  readonly delay: number
  readonly output: string
  /** What was done, for the comment inside the file. */
  readonly comment: string
  /** Of the source, seconds since its start: what lies outside of it is left out. */
  readonly part?: FilmPart | undefined
  /** How many times as long everything is; its chapters are then told by this file. */
  readonly slower?: { readonly stretch: number; readonly chapters: string } | undefined
}

/** All pieces and everything else of the source in one file; nothing is encoded again but what cannot be copied. */
export function joinCommand(order: JoinOrder): Command {
  const { list, source, facts, tracks, container, delay, output, comment, part, slower } = order
  const stretch = slower?.stretch ?? 1
  const codecs = tracks.flatMap(({ codec, track: { kind } }, i) => [
    `-c:${i + 1}`,
    codec,
    ...(codec === 'aac' ? [`-b:${i + 1}`, '256k'] : []),
    ...(slower && kind === 'audio' ? [`-filter:${i + 1}`, pacedSound(stretch)] : []),
    ...(slower && kind === 'subtitle' ? [`-bsf:${i + 1}`, pacedWords(stretch)] : []),
  ])
  return {
    inputs: [
      {
        options: [...quietly(), ...onlyFiles, '-f', 'concat', '-safe', '0', '-itsoffset', delay.toFixed(6)],
        source: fileUrl(list),
      },
      { options: [...onlyFiles, ...partOf(part)], source: fileUrl(source) },
      ...(slower ? [{ options: [...onlyFiles, '-f', 'ffmetadata'], source: fileUrl(slower.chapters) }] : []),
    ],
    options: [
      '-map',
      '0:v:0',
      ...tracks.flatMap(({ track }) => ['-map', `1:${track.index}`]),
      '-c:0',
      'copy',
      ...codecs,
      // What begins before the part is dropped rather than put before everything else.
      ...(part ? ['-copypriorss', '0', ...lengthOf(part, stretch)] : []),
      '-map_metadata',
      '1',
      // Named once, all must be: ffmpeg stops copying descriptions of tracks by itself.
      ...[facts.picture.index, ...tracks.map(({ track }) => track.index)].flatMap((index, i) => [
        `-map_metadata:s:${i}`,
        `1:s:${index}`,
      ]),
      '-map_chapters',
      slower ? '2' : '1',
      // The frames are upright now: the turn they were stored with must not be made twice.
      '-metadata:s:0',
      'rotate=',
      '-metadata',
      `comment=${comment}`,
      '-fflags',
      '+bitexact',
      ...(container === 'mkv' ? [] : ['-video_track_timescale', `${TIME_SCALE}`, '-movflags', movFlags(facts)]),
      '-max_interleave_delta',
      '0',
      '-f',
      container === 'mkv' ? 'matroska' : container,
    ],
    output: fileUrl(output),
  }
}

const partOf = (part: FilmPart | undefined) => (part ? ['-ss', part.from.toFixed(6), ...lengthOf(part)] : [])
const lengthOf = ({ from, to }: FilmPart, stretch = 1) =>
  to === undefined ? [] : ['-t', ((to - from) * stretch).toFixed(6)]

/** Phones note place and day under names of their own, which MP4 keeps only when told to. */
const movFlags = ({ tags }: FilmFacts) =>
  Object.keys(tags).some((key) => key.startsWith('com.')) ? '+faststart+use_metadata_tags' : '+faststart'

/** One piece in the list. `seconds` says where the next one begins, whatever the file itself claims. */
export const listEntry = (file: string, seconds: number): string =>
  `file '${fileUrl(file).replaceAll("'", String.raw`'\''`)}'\nduration ${seconds.toFixed(6)}\n`
