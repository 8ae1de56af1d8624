import { AppError } from '../../../shared/errors.ts'
import type { PictureTrack, Ratio } from '../facts.ts'
import type { Capabilities } from '../tools/capabilities.ts'
import { type Command, fileUrl, onlyFiles, PIPE, quietly } from '../tools/command.ts'
import { colourTags, matrixOf, rangeOf } from './colour.ts'

export const filmCodecs = ['h264', 'h265', 'av1', 'prores', 'ffv1'] as const
export type FilmCodec = (typeof filmCodecs)[number]

export interface Encoder {
  readonly name: string
  /** Pixel formats for 8 bits and for more. */
  readonly formats: readonly [string, string]
  /** Same frames, same threads: same bytes. All of these keep to it. */
  readonly options: readonly string[]
}

/** Encoders of a codec, the preferred first. Quality: hard to tell from the source, as a restoration deserves. */
const encoders: Readonly<Record<FilmCodec, readonly Encoder[]>> = {
  h264: [
    { name: 'libx264', formats: ['yuv420p', 'yuv420p10le'], options: ['-preset', 'medium', '-crf', '17'] },
    { name: 'libopenh264', formats: ['yuv420p', 'yuv420p'], options: ['-b:v', '12M', '-rc_mode', 'quality'] },
  ],
  h265: [
    {
      name: 'libx265',
      formats: ['yuv420p', 'yuv420p10le'],
      options: ['-preset', 'medium', '-crf', '19', '-x265-params', 'log-level=error', '-tag:v', 'hvc1'],
    },
  ],
  av1: [
    { name: 'libsvtav1', formats: ['yuv420p', 'yuv420p10le'], options: ['-preset', '6', '-crf', '24'] },
    { name: 'libaom-av1', formats: ['yuv420p', 'yuv420p10le'], options: ['-cpu-used', '5', '-crf', '22', '-b:v', '0'] },
  ],
  prores: [
    { name: 'prores_ks', formats: ['yuv422p10le', 'yuv422p10le'], options: ['-profile:v', '3', '-vendor', 'apl0'] },
  ],
  ffv1: [{ name: 'ffv1', formats: ['yuv444p', 'yuv444p16le'], options: ['-level', '3', '-g', '1', '-slicecrc', '1'] }],
}

/** Codecs this ffmpeg can write. */
export const writableCodecs = (able: Capabilities): FilmCodec[] =>
  filmCodecs.filter((codec) => encoders[codec].some(({ name }) => able.encoders.has(name)))

/** @throws AppError `environment-lacks` */
export function encoderFor(codec: FilmCodec, able: Capabilities): Encoder {
  const found = encoders[codec].find(({ name }) => able.encoders.has(name))
  if (found) return found
  const names = encoders[codec].map(({ name }) => name).join(' or ')
  const message = `This ffmpeg (${able.version}) cannot write ${codec.toUpperCase()}: it lacks ${names}.`
  throw new AppError('environment-lacks', message, { what: codec })
}

export interface EncodeOrder {
  readonly file: string
  readonly codec: FilmCodec
  readonly able: Capabilities
  /** For its colours; sizes are those of the frames that come. */
  readonly track: PictureTrack
  readonly pixelAspect: Ratio
  readonly depth: 8 | 16
  readonly threads: number
  readonly timing: '-fps_mode' | '-vsync'
}

/** Ticks of a second in everything we write: holds 24, 25, 30 frames, their NTSC kin and uneven times to 6 us. */
export const TIME_SCALE = 90_000

/** Frames as Matroska on standard input, one piece of film in one file, its time beginning at 0. */
export function encodeCommand(order: EncodeOrder): Command {
  const { track, pixelAspect, able, depth, timing } = order
  const encoder = encoderFor(order.codec, able)
  const format = encoder.formats[depth === 16 ? 1 : 0]
  const scale = `scale=out_color_matrix=${matrixOf(track)}:in_range=full:out_range=${rangeOf(track)}`
  const filters = [
    `${scale}:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp`,
    `format=${format}`,
    `setsar=${pixelAspect.num}/${pixelAspect.den}`,
  ]
  return {
    inputs: [{ options: [...quietly(), ...onlyFiles, '-f', 'matroska'], source: PIPE }],
    options: [
      '-map',
      '0:v:0',
      '-vf',
      filters.join(','),
      timing,
      'passthrough',
      '-enc_time_base',
      `1:${TIME_SCALE}`,
      '-c:v',
      encoder.name,
      ...encoder.options,
      '-threads',
      `${order.threads}`,
      ...colourTags(track),
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-video_track_timescale',
      `${TIME_SCALE}`,
      '-f',
      order.codec === 'prores' || order.codec === 'ffv1' ? 'mov' : 'mp4',
    ],
    output: fileUrl(order.file),
  }
}
