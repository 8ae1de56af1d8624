import type { FilmFacts } from '../facts.ts'
import type { Capabilities } from '../tools/capabilities.ts'
import { type Command, fileUrl, onlyFiles, quietly } from '../tools/command.ts'
import { colourTags } from './colour.ts'
import { encoderFor, type FilmCodec, TIME_SCALE } from './encode.ts'
import type { Container, TrackPlan } from './join.ts'
import { shownSize } from './watch.ts'

export interface ConvertOrder {
  readonly input: string
  readonly output: string
  readonly facts: FilmFacts
  readonly container: Container
  /** `copy`: the very same pictures. */
  readonly codec: FilmCodec | 'copy'
  readonly able: Capabilities
  readonly tracks: readonly TrackPlan[]
  /** Says what was done, in place of all the film tells of people, places and devices; undefined leaves that in. */
  readonly bareComment: string | undefined
  readonly threads: number
  readonly timing: '-fps_mode' | '-vsync'
  /** Of what was played before: both in one picture. */
  readonly beside?: BesideOrder | undefined
}

export interface BesideOrder {
  readonly original: string
  readonly facts: FilmFacts
  /** Seconds of the original before the restored piece begins. */
  readonly from: number
  readonly kind: 'side' | 'divider'
  /** Of the restored film: the other one may go on after it. */
  readonly frames: number
}

/** A finished film in another way of storing it. Its frames keep their times. */
export function convertCommand(order: ConvertOrder): Command {
  const { input, output, container, tracks, beside } = order
  const restored = { options: [...(beside ? [] : quietly()), ...onlyFiles], source: fileUrl(input) }
  const scan = beside && {
    options: [...quietly(), ...onlyFiles, '-ss', beside.from.toFixed(6)],
    source: fileUrl(beside.original),
  }
  const own = scan ? 1 : 0
  return {
    inputs: scan ? [scan, restored] : [restored],
    options: [
      ...pictureOptions(order, own),
      ...tracks.flatMap(({ track }) => ['-map', `${own}:${track.index}`]),
      ...tracks.flatMap(({ codec }, i) => [`-c:${i + 1}`, codec, ...(codec === 'aac' ? [`-b:${i + 1}`, '256k'] : [])]),
      ...descriptionOptions(order, own),
      '-fflags',
      '+bitexact',
      '-max_interleave_delta',
      '0',
      '-progress',
      'pipe:2',
      ...(container === 'mkv' ? [] : ['-video_track_timescale', `${TIME_SCALE}`, '-movflags', '+faststart']),
      '-f',
      container === 'mkv' ? 'matroska' : container,
    ],
    output: fileUrl(output),
  }
}

function pictureOptions(order: ConvertOrder, own: number): string[] {
  const { codec, facts, able, beside, timing, threads } = order
  const { picture } = facts
  if (codec === 'copy') return ['-map', `${own}:${picture.index}`, '-c:0', 'copy']
  const encoder = encoderFor(codec, able)
  const format = encoder.formats[picture.depth === 16 ? 1 : 0]
  const filters = beside
    ? ['-filter_complex', besideFilter(beside, facts, format), '-map', '[both]', '-frames:0', `${beside.frames}`]
    : ['-map', `${own}:${picture.index}`, '-vf', `format=${format}`]
  return [
    ...filters,
    timing,
    'passthrough',
    '-enc_time_base',
    `1:${TIME_SCALE}`,
    '-c:0',
    encoder.name,
    ...encoder.options,
    '-threads',
    `${threads}`,
    ...colourTags(picture),
  ]
}

/** Widest picture of two: what televisions and sites still play. */
const WIDEST = 3840
/** Between two pictures, share of their height. */
const GAP = 0.02
/** The film as it came may be a hair later than the restored frame it belongs to: it is asked for a little early. */
const EARLY = 0.004
const even = (length: number) => Math.max(2, 2 * Math.round(length / 2))

/** Sizes of both in one picture. @returns `halves` where one is laid over the other */
export function besideLayout({ facts: before, kind }: Pick<BesideOrder, 'facts' | 'kind'>, after: FilmFacts) {
  const [a, b] = [shownSize(before.picture), shownSize(after.picture)]
  const shapes = a.width / a.height / (b.width / b.height)
  const halves = kind === 'divider' && Math.abs(shapes - 1) < 0.02
  const wide = (height: number) =>
    (halves ? 0 : (a.width / a.height) * height * (1 + GAP)) + (b.width / b.height) * height
  const height = even(Math.min(b.height, (b.height * WIDEST) / wide(b.height)))
  const right = even((b.width / b.height) * height)
  const left = halves ? right : even((a.width / a.height) * height)
  const gap = halves ? 0 : even(height * GAP)
  return { halves, height, left, right, gap, width: halves ? right : left + gap + right }
}

/**
 * The restored film leads: its frames are those of the result. The other one is laid onto it, whatever its own pace.
 */
function besideFilter(beside: BesideOrder, after: FilmFacts, format: string): string {
  const { halves, height, left, right, gap, width } = besideLayout(beside, after)
  const flags = 'flags=bicubic+accurate_rnd'
  const scan = `[0:${beside.facts.picture.index}]setpts=PTS-${EARLY}/TB,scale=w=${left}:h=${height}:${flags},setsar=1`
  const restored = `[1:${after.picture.index}]scale=w=${right}:h=${height}:${flags},setsar=1`
  const middle = even(right / 2)
  const line = Math.max(2, even(height * 0.004))
  if (halves)
    return [
      `${scan},crop=${middle}:${height}:0:0[scan]`,
      `${restored}[film]`,
      `[film][scan]overlay=x=0:y=0:eof_action=repeat,drawbox=x=${middle - line / 2}:y=0:w=${line}:h=${height}:color=white:t=fill,format=${format}[both]`,
    ].join(';')
  return [
    `${scan}[scan]`,
    `${restored},pad=w=${width}:h=${height}:x=${left + gap}:y=0:color=black[film]`,
    `[film][scan]overlay=x=0:y=0:eof_action=repeat,format=${format}[both]`,
  ].join(';')
}

function descriptionOptions({ bareComment, facts, tracks }: ConvertOrder, own: number): string[] {
  if (bareComment === undefined) return ['-map_metadata', `${own}`, '-map_chapters', `${own}`]
  const languages = tracks.flatMap(({ track: { language } }, i) =>
    language === undefined ? [] : [`-metadata:s:${i + 1}`, `language=${language}`],
  )
  return [
    '-map_metadata',
    '-1',
    '-map_chapters',
    `${own}`,
    ...(facts.created === undefined ? [] : ['-metadata', `creation_time=${facts.created}`]),
    '-metadata',
    `comment=${bareComment}`,
    ...languages,
  ]
}
