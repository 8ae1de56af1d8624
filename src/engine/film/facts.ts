import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'

/** Exact fractions, as ffmpeg writes them: `30000/1001`, `16:15`. */
export interface Ratio {
  readonly num: number
  readonly den: number
}
export const numberOf = ({ num, den }: Ratio): number => (den === 0 ? Number.NaN : num / den)

export interface ColourTags {
  readonly space: string | undefined
  readonly primaries: string | undefined
  readonly transfer: string | undefined
  readonly range: string | undefined
}

export interface PictureTrack {
  /** Index of the stream in the file. */
  readonly index: number
  readonly codec: string
  /** Upright: the rotation is taken into account. Pixels, not shape on screen: see `pixelAspect`. */
  readonly width: number
  readonly height: number
  /** Degrees clockwise a player turns the stored frames: 0, 90, 180, 270. */
  readonly rotation: number
  /** Width of an upright pixel over its height. */
  readonly pixelAspect: Ratio
  /** Frames per second on average. */
  readonly fps: Ratio
  /** Seconds, in the file's own time. */
  readonly start: number
  readonly seconds: number | undefined
  readonly depth: 8 | 16
  readonly bits: number
  readonly pixelFormat: string
  readonly colour: ColourTags
  /** `progressive`, `tt`, `bb`, `tb`, `bt` or `unknown`: what the file says, which is often wrong. */
  readonly fields: string
}

export interface SideTrack {
  readonly index: number
  readonly kind: 'audio' | 'subtitle' | 'data' | 'attachment' | 'picture'
  readonly codec: string
  readonly language: string | undefined
  readonly title: string | undefined
  readonly start: number
  readonly channels: number | undefined
}

/** Seconds, in the file's own time. */
export interface Chapter {
  readonly start: number
  readonly end: number
  readonly tags: Readonly<Record<string, string>>
}

export interface FilmFacts {
  /** ffmpeg's names of the container, `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string
  /** Of the whole file: earliest time of any stream. */
  readonly start: number
  readonly seconds: number | undefined
  readonly picture: PictureTrack
  readonly tracks: readonly SideTrack[]
  readonly chapters: readonly Chapter[]
  /** ISO 8601, as the camera wrote it. */
  readonly created: string | undefined
  readonly tags: Readonly<Record<string, string>>
}

const text = z.coerce.string().optional()
const number = z.coerce.number().optional().catch(undefined)
const tags = z.record(z.string(), z.coerce.string()).default({})
const stream = z.looseObject({
  index: z.coerce.number(),
  codec_type: text,
  codec_name: text,
  width: number,
  height: number,
  pix_fmt: text,
  bits_per_raw_sample: number,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  start_time: number,
  duration: number,
  field_order: text,
  color_space: text,
  color_primaries: text,
  color_transfer: text,
  color_range: text,
  channels: number,
  // As fluent-ffmpeg leaves it; JSON has it in `side_data_list`.
  rotation: number,
  side_data_list: z.array(z.looseObject({ rotation: number })).default([]),
  disposition: z.record(z.string(), z.coerce.number()).default({}),
  tags,
})
const answer = z.looseObject({
  streams: z.array(stream).default([]),
  chapters: z.array(z.looseObject({ start_time: number, end_time: number, tags })).default([]),
  format: z.looseObject({ format_name: text, start_time: number, duration: number, tags }).prefault({}),
})
type Stream = z.output<typeof stream>
type Answer = z.output<typeof answer>

/** What ffprobe is asked for. */
export const probeOptions: readonly string[] = ['-show_streams', '-show_format', '-show_chapters']

/**
 * Reads what ffprobe said, in either of its two forms.
 * @throws AppError `format-unsupported` for what holds no moving picture
 */
export function readFacts(said: unknown, name: string): FilmFacts {
  const { streams, format, chapters } = answer.parse(said)
  const moving = streams.find((each) => each.codec_type === 'video' && !isStill(each) && each.width && each.height)
  if (!moving) {
    const hasSound = streams.some((each) => each.codec_type === 'audio')
    const what = hasSound ? 'holds sound but no moving picture' : 'holds no moving picture'
    throw new AppError('format-unsupported', `“${name}” ${what}.`, { name })
  }
  return {
    container: format.format_name ?? 'unknown',
    start: format.start_time ?? 0,
    seconds: format.duration,
    picture: pictureTrack(moving),
    tracks: streams.filter((each) => each !== moving).map(sideTrack),
    chapters: chapters.map(chapterOf),
    created: format.tags.creation_time ?? moving.tags.creation_time,
    tags: format.tags,
  }
}

/** Tags lie together, or, as fluent-ffmpeg leaves them, side by side as `TAG:title`. */
function chapterOf({ start_time: start = 0, end_time: end = start, tags: own, ...others }: Answer['chapters'][number]) {
  const named = Object.entries(others).flatMap(([key, value]) =>
    key.startsWith('TAG:') && typeof value === 'string' ? [[key.slice(4), value]] : [],
  )
  return { start, end, tags: { ...own, ...Object.fromEntries(named) } }
}

/** A cover or a preview, which players do not play. */
const isStill = ({ disposition }: Stream) => disposition.attached_pic === 1 || disposition.timed_thumbnails === 1

function pictureTrack(each: Stream): PictureTrack {
  const rotation = rotationOf(each)
  const lies = rotation % 180 !== 0
  const [width, height] = [each.width ?? 0, each.height ?? 0]
  const aspect = ratio(each.sample_aspect_ratio) ?? { num: 1, den: 1 }
  const bits = depthOf(each)
  return {
    index: each.index,
    codec: each.codec_name ?? 'unknown',
    width: lies ? height : width,
    height: lies ? width : height,
    rotation,
    pixelAspect: lies ? { num: aspect.den, den: aspect.num } : aspect,
    fps: ratio(each.avg_frame_rate) ?? ratio(each.r_frame_rate) ?? { num: 25, den: 1 },
    start: each.start_time ?? 0,
    seconds: each.duration ?? clock(each.tags.DURATION),
    bits,
    depth: bits > 8 ? 16 : 8,
    pixelFormat: each.pix_fmt ?? 'unknown',
    colour: {
      space: known(each.color_space),
      primaries: known(each.color_primaries),
      transfer: known(each.color_transfer),
      range: known(each.color_range),
    },
    fields: each.field_order ?? 'unknown',
  }
}

function sideTrack(each: Stream): SideTrack {
  const kinds = { audio: 'audio', subtitle: 'subtitle', video: 'picture', attachment: 'attachment' } as const
  const kind = kinds[each.codec_type as keyof typeof kinds] ?? 'data'
  return {
    index: each.index,
    kind,
    codec: each.codec_name ?? 'unknown',
    language: each.tags.language,
    title: each.tags.title,
    start: each.start_time ?? 0,
    channels: each.channels,
  }
}

/** Matroska notes a track's length as `00:01:02.500000000`. */
function clock(said: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(said ?? '') ?? []
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** A display matrix turns counterclockwise, the old tag clockwise. */
function rotationOf({ rotation, side_data_list, tags: { rotate } }: Stream): number {
  const matrix = side_data_list.find((side) => side.rotation !== undefined)?.rotation ?? rotation
  const clockwise = matrix !== undefined ? -matrix : Number(rotate ?? 0)
  return Number.isFinite(clockwise) ? ((((Math.round(clockwise / 90) * 90) % 360) + 360) % 360) % 360 : 0
}

/** Bits of one sample: the format's name tells them where the stream does not (`yuv420p10le`, `gray12be`). */
function depthOf({ bits_per_raw_sample: told, pix_fmt: format = '' }: Stream): number {
  if (told !== undefined && told >= 8) return told
  const named = /^(?:yuv|yuva|gbr|gbrp|gbrap|gray|p0|y2|xyz|nv)\w*?(9|10|12|14|16)(?:le|be)$/.exec(format)?.[1]
  if (named !== undefined) return Number(named)
  return /^(rgb48|rgba64|bgr48|x2rgb10|v210)/.test(format) ? 16 : 8
}

function ratio(said: string | undefined): Ratio | undefined {
  const [, num, den] = /^(\d+)[:/](\d+)$/.exec(said ?? '') ?? []
  const found = { num: Number(num), den: Number(den) }
  return found.num > 0 && found.den > 0 ? found : undefined
}

const known = (said: string | undefined) => (said === undefined || said === 'unknown' ? undefined : said)
