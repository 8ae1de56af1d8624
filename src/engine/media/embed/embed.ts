import type { OutputFormat } from '../picture.ts'
import { embedInJpeg } from './jpeg.ts'
import type { Embedder } from './pieces.ts'
import { embedInPng } from './png.ts'
import { embedInTiff } from './tiff.ts'
import { embedInWebp } from './webp.ts'

/**
 * Metadata is put into the containers by us, for all formats alike: sharp converts pixels whenever it is told a
 * profile, takes profiles by path only, rewrites EXIF, and drops it from TIFF.
 */
export const embedders: Readonly<Record<OutputFormat, Embedder>> = {
  jpeg: embedInJpeg,
  png: embedInPng,
  tiff: embedInTiff,
  webp: embedInWebp,
}
