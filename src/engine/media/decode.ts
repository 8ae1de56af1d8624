import sharp, { type Metadata, type Sharp } from 'sharp'
import { AppError } from '../../shared/errors.ts'
import { requireSize } from './refusals.ts'
import type { Source } from './source.ts'
import { looksCutOff } from './truncated.ts'

// Nothing is decoded twice in a row: the cache would only hold memory and keep files open.
sharp.cache(false)

export interface Header {
  readonly metadata: Metadata
  /** After orientation. */
  readonly width: number
  readonly height: number
  readonly isGray: boolean
  readonly bitDepth: 8 | 16
  /** Samples are gray or RGB already and keep their encoding; CMYK, Lab and the like are converted to sRGB. */
  readonly keepsEncoding: boolean
}

const KEPT_SPACES = new Set(['b-w', 'grey16', 'srgb', 'rgb', 'rgb16'])
const KEPT_DEPTHS = new Set(['uchar', 'ushort'])
const CONVERTED_SPACES = new Set(['cmyk', 'lab', 'labs', 'scrgb', 'xyz'])

/** Reads the header alone and refuses what is too large before anything of that size is allocated. */
export async function readHeader(source: Source): Promise<Header> {
  const metadata = await sharp(source.input, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw decodeFailure(source, error)
    })
  requireSize(metadata.width, metadata.height, source.name)
  const depth = metadata.depth
  const keepsEncoding = KEPT_SPACES.has(metadata.space) && KEPT_DEPTHS.has(depth)
  if (!keepsEncoding && !CONVERTED_SPACES.has(metadata.space)) {
    throw new AppError(
      'format-unsupported',
      `“${source.name}” stores its pixels in a way Daguerre cannot read (${metadata.space}, ${depth}).`,
      { name: source.name, space: metadata.space, depth },
    )
  }
  return {
    metadata,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    isGray: metadata.space === 'b-w' || metadata.space === 'grey16',
    bitDepth: depth === 'uchar' ? 8 : 16,
    keepsEncoding,
  }
}

/** The decoder of the first frame, upright, in its own encoding where that is RGB or gray. */
export function decoder(source: Source, header: Header): Sharp {
  return sharp(source.input, {
    // 'error' catches truncation and damage but not the warnings many old JPEG writers earn.
    failOn: 'error',
    limitInputPixels: header.metadata.width * header.metadata.height,
    ignoreIcc: header.keepsEncoding,
    autoOrient: true,
  })
}

/** What went wrong in the decoder, as one sentence: the file is cut off, or damaged. */
export function decodeFailure(source: Source, error: unknown): AppError {
  const { name, kind, bytes } = source
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : ''
  if (/memory|allocat/i.test(message)) {
    return new AppError('out-of-memory', `There is not enough memory to open “${name}”.`, { name }, { cause: error })
  }
  if (/premature end|unexpected end|truncated/i.test(message) || looksCutOff(kind, bytes)) {
    return new AppError(
      'file-truncated',
      `“${name}” is cut off: a part of the picture is missing from the file.`,
      { name },
      { cause: error },
    )
  }
  return new AppError('file-unreadable', `“${name}” is damaged and cannot be opened.`, { name }, { cause: error })
}
