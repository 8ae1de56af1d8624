import sharp from 'sharp'
import { AppError } from '../../shared/errors.ts'
import type { OutputFormat } from './picture.ts'

/** Up to this many pixels a written file is decoded as a whole; larger ones are checked by their header. */
const DECODE_UP_TO = 24_000_000

export interface Expected {
  readonly format: OutputFormat
  readonly width: number
  readonly height: number
  readonly depth: 8 | 16
  readonly hasProfile: boolean
}

/**
 * Reads back what was written, before anybody is told that it is done.
 * @throws AppError result-insane
 */
export async function verifyOutput(file: string, name: string, expected: Expected): Promise<void> {
  const { format, width, height, depth, hasProfile } = expected
  const wrong = (cause?: unknown) =>
    new AppError('result-insane', `“${name}” could not be read back after it was written.`, { name }, { cause })
  try {
    const header = await sharp(file, { limitInputPixels: false }).metadata()
    const matches =
      header.format === format &&
      header.width === width &&
      header.height === height &&
      header.depth === (depth === 16 ? 'ushort' : 'uchar') &&
      header.hasProfile === hasProfile &&
      (header.orientation ?? 1) === 1
    if (!matches) throw wrong()
    if (width * height > DECODE_UP_TO) return
    await sharp(file, { failOn: 'warning', limitInputPixels: false, ignoreIcc: true }).raw().toBuffer()
  } catch (error) {
    throw error instanceof AppError ? error : wrong(error)
  }
}
