import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { FfmpegFailed } from './tools/runner.ts'

/** What ffmpeg complained of while writing, as an expected failure with a sentence. */
export function writingFailure(error: unknown, file: string): unknown {
  if (!(error instanceof FfmpegFailed)) return error
  const name = basename(file)
  const said = error.said.join('\n')
  if (/no space left/i.test(said))
    return new AppError('disk-full', `The disk is full: “${name}” could not be written.`, { name }, { cause: error })
  if (/permission denied/i.test(said))
    return new AppError('no-permission', `You have no permission to write “${name}” there.`, { name }, { cause: error })
  const why = error.said.at(-1) ?? error.message
  return new AppError('internal', `ffmpeg could not write “${name}”: ${why}`, { name }, { cause: error })
}

/** The same while reading. */
export function readingFailure(error: unknown, file: string): unknown {
  if (!(error instanceof FfmpegFailed)) return error
  const name = basename(file)
  const message = `“${name}” is damaged: not one of its frames can be read.`
  return new AppError('file-unreadable', message, { name }, { cause: error })
}

/** @throws AppError `cancelled` */
export function requireWanted(cancelled: () => boolean): void {
  if (cancelled()) throw new AppError('cancelled', 'The work was cancelled.')
}
