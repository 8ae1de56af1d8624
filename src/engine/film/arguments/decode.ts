import type { PictureTrack } from '../facts.ts'
import { type Command, fileUrl, onlyFiles, PIPE, quietly } from '../tools/command.ts'
import { matrixOf, rangeOf } from './colour.ts'

/** How fields are put together again. */
export interface Deinterlace {
  /** `field`: one frame for every field, twice as many; `frame`: one for two. */
  readonly rate: 'frame' | 'field'
  readonly order: 'auto' | 'top' | 'bottom'
}

export interface DecodeOrder {
  readonly file: string
  readonly track: PictureTrack
  /** Frames wanted, upright; those of the track when left out. */
  readonly size?: { readonly width: number; readonly height: number }
  readonly depth: 8 | 16
  readonly deinterlace?: Deinterlace | undefined
  /** Seconds after the file's start. Decoding begins at the key frame before: the caller drops what is too early. */
  readonly from?: number
  /** Seconds of film at most, from `from` on. */
  readonly seconds?: number
  /** Also look for interlacing: ffmpeg's verdict is among its last lines. */
  readonly watchFields?: boolean
  /** `-fps_mode` is younger than ffmpeg 5.1, `-vsync` is on its way out. */
  readonly timing: '-fps_mode' | '-vsync'
}

/** Upright frames in RGB on standard output, and on standard error a line for each that tells its time. */
export function decodeCommand(order: DecodeOrder): Command {
  const { file, track, from, seconds, timing, depth } = order
  return {
    inputs: [
      {
        options: [
          ...quietly('info'),
          ...onlyFiles,
          ...(from === undefined ? [] : ['-noaccurate_seek', '-ss', from.toFixed(6)]),
          ...(seconds === undefined ? [] : ['-t', seconds.toFixed(6)]),
        ],
        source: fileUrl(file),
      },
    ],
    options: [
      '-map',
      `0:${track.index}`,
      '-copyts',
      '-vf',
      decodeFilters(order).join(','),
      timing,
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      depth === 16 ? 'rgb48le' : 'rgb24',
    ],
    output: PIPE,
  }
}

function decodeFilters({ track, size, deinterlace, watchFields }: DecodeOrder): string[] {
  const { width, height } = size ?? track
  const shrinks = width < track.width
  const kernel = shrinks ? 'area' : 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp'
  const matrix = track.colour.space === 'gbr' ? [] : [`in_color_matrix=${matrixOf(track)}`]
  const scale = [
    `w=${width}`,
    `h=${height}`,
    ...matrix,
    `in_range=${rangeOf(track)}`,
    'out_range=full',
    `flags=${kernel}`,
  ]
  return [
    ...(watchFields ? ['idet'] : []),
    ...(deinterlace ? [bwdif(deinterlace)] : []),
    `scale=${scale.join(':')}`,
    'showinfo=checksum=0',
  ]
}

function bwdif({ rate, order }: Deinterlace): string {
  const parity = { auto: 'auto', top: 'tff', bottom: 'bff' }[order]
  return `bwdif=mode=send_${rate}:parity=${parity}:deint=all`
}

/** Time of the frame a line of `showinfo` speaks of, in its own time base; `base` once, before the first. */
export function readShowInfo(line: string): { readonly pts: number | null } | { readonly base: number } | undefined {
  if (!line.includes('Parsed_showinfo')) return undefined
  const base = /config in time_base: (\d+)\/(\d+)/.exec(line)
  if (base) return { base: Number(base[1]) / Number(base[2]) }
  const frame = /\bn: *\d+ pts: *(NOPTS|-?\d+)/.exec(line)
  if (!frame) return undefined
  return { pts: frame[1] === 'NOPTS' ? null : Number(frame[1]) }
}
