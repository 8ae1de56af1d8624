import { rm } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { stillOf } from '../film/poster.ts'
import { writeAtomically } from './atomic.ts'
import { decodeFailure, type Header, readHeader } from './decode.ts'
import { jpegOf } from './encode.ts'
import { limitConcurrency } from './limit-concurrency.ts'
import { type Input, type Source, withSource } from './source.ts'

/** Pictures made for the page to show. All are sRGB with 8 bits, untagged, without metadata. */
export const THUMBNAIL_SIDE = 480
export const VIEW_SIDE = 2048
/** Textures of graphics cards end at 16,384 a side, and browsers blur or refuse what is larger. */
export const FULL_PIXELS = 120_000_000
const FULL_SIDE = 16_383

export interface Rendition {
  /** Media type of the file that was written. */
  readonly type: 'image/webp' | 'image/jpeg'
  readonly width: number
  readonly height: number
}

/** Decoding is libvips' own threads and memory: two at a time keep two cores busy and the window responsive. */
const oneOfFew = limitConcurrency(2)

/** Long side at most `THUMBNAIL_SIDE` (or `side`), WebP. */
export const makeThumbnail = (input: Input, output: string, side = THUMBNAIL_SIDE): Promise<Rendition> =>
  make(input, output, side, (image) => ({ image: image.webp({ quality: 80, effort: 3 }), type: 'image/webp' }))

/** Long side at most `VIEW_SIDE`, for looking at in the window. */
export const makeView = (input: Input, output: string, side = VIEW_SIDE): Promise<Rendition> =>
  make(input, output, side, (image) => ({ image: image.webp({ quality: 90, effort: 2 }), type: 'image/webp' }))

/**
 * Every pixel, for looking at 1:1: JPEG without subsampling, WebP where there is transparency. Pictures above
 * `FULL_PIXELS` or 16,383 a side are shrunk to that: compare sizes to know.
 */
export const makeFullView = (input: Input, output: string): Promise<Rendition> =>
  make(input, output, undefined, (image, header) =>
    header.metadata.hasAlpha
      ? { image: image.webp({ quality: 95, smartSubsample: true, effort: 2 }), type: 'image/webp' }
      : { image: jpegOf(image, header.width * header.height), type: 'image/jpeg' },
  )

type Encode = (image: Sharp, header: Header) => { readonly image: Sharp; readonly type: Rendition['type'] }

function make(input: Input, output: string, side: number | undefined, encode: Encode): Promise<Rendition> {
  return oneOfFew(async () =>
    withSource(await stillOf(input), async (source) => {
      const header = await readHeader(source)
      const bound = side ?? fullSide(header)
      return writeAtomically(output, true, async (temporary) => {
        const { image, type } = encode(inSrgb(source, header, bound), header)
        const { width, height } = await image.toFile(temporary).catch(async (error: unknown) => {
          await rm(temporary, { force: true })
          throw isWriting(error) ? error : decodeFailure(source, error)
        })
        return { type, width, height }
      })
    }),
  )
}

/** Without `ignoreIcc`, libvips converts from the embedded profile to sRGB; shrinks while decoding where it can. */
function inSrgb(source: Source, header: Header, side: number): Sharp {
  const { width, height } = header.metadata
  return sharp(source.input, { failOn: 'error', limitInputPixels: width * height, autoOrient: true })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
}

/** Longest side a full view of this picture may have. */
function fullSide({ width, height }: Header): number {
  const scale = Math.min(1, Math.sqrt(FULL_PIXELS / (width * height)))
  return Math.min(FULL_SIDE, Math.floor(Math.max(width, height) * scale))
}

const isWriting = (error: unknown): boolean =>
  error instanceof Error && /unable to open for write|write error|no space left/i.test(error.message)
