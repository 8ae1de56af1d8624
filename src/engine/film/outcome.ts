import { extname } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { encoderFor, type FilmCodec, writableCodecs } from './arguments/encode.ts'
import type { Container } from './arguments/join.ts'
import type { FilmFacts } from './facts.ts'
import type { Capabilities } from './tools/capabilities.ts'

/** The family of a film that is already written. */
export const codecOf = ({ picture }: FilmFacts): FilmCodec | undefined => ownCodec[picture.codec]

/** The family a film is written in when nobody chose: its own, so that it plays where it played. */
const ownCodec: Readonly<Record<string, FilmCodec>> = {
  h264: 'h264',
  hevc: 'h265',
  av1: 'av1',
  prores: 'prores',
  ffv1: 'ffv1',
}

const holds: Readonly<Record<Container, readonly FilmCodec[]>> = {
  mp4: ['h264', 'h265', 'av1'],
  mov: ['h264', 'h265', 'prores'],
  mkv: ['h264', 'h265', 'av1', 'prores', 'ffv1'],
}

/** @throws AppError `wrong-usage` for an ending that is no film's */
export function containerOf(output: string): Container {
  const ending = extname(output).toLowerCase()
  if (ending === '.mp4' || ending === '.m4v') return 'mp4'
  if (ending === '.mov') return 'mov'
  if (ending === '.mkv') return 'mkv'
  throw new AppError('wrong-usage', `Films cannot be written as "${ending}": use .mp4, .mkv or .mov.`)
}

/** The codec to write. @throws AppError `wrong-usage`, `environment-lacks` */
export function codecFor(
  wish: FilmCodec | undefined,
  facts: FilmFacts,
  container: Container,
  able: Capabilities,
): FilmCodec {
  if (wish !== undefined) {
    if (holds[container].includes(wish)) {
      // Refused before hours of work, not after.
      encoderFor(wish, able)
      return wish
    }
    throw new AppError('wrong-usage', `A ${container} film cannot hold ${wish}: use ${endingsFor(wish)}.`)
  }
  const writable = writableCodecs(able).filter((codec) => holds[container].includes(codec))
  const own = ownCodec[facts.picture.codec]
  const chosen = [own, 'h264' as const, ...writable].find((codec) => codec !== undefined && writable.includes(codec))
  if (chosen) return chosen
  throw new AppError('environment-lacks', `This ffmpeg (${able.version}) can write no film.`, { what: 'h264' })
}

const endingsFor = (codec: FilmCodec) =>
  Object.entries(holds)
    .flatMap(([container, codecs]) => (codecs.includes(codec) ? [`.${container}`] : []))
    .join(' or ')
