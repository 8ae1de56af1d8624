import { AppError } from '../../shared/errors.ts'
import type { OutputFormat } from './picture.ts'

/** Longest side a format can hold. PNG and TIFF are bounded by file size alone. */
const MAX_SIDE: Readonly<Record<OutputFormat, number>> = {
  jpeg: 65_500,
  webp: 16_383,
  png: 2 ** 31 - 1,
  tiff: 2 ** 31 - 1,
}
const TITLES: Readonly<Record<OutputFormat, string>> = { jpeg: 'JPEG', png: 'PNG', tiff: 'TIFF', webp: 'WebP' }
/** Classic TIFF counts bytes with 32 bits; some room is left for metadata. */
const MAX_TIFF_BYTES = 2 ** 32 - (64 << 20)

/**
 * Refuses a size the format cannot hold and proposes one that can. To be asked before the work starts, too.
 * JPEG's own limit is 65,535; libjpeg, and so the encoder here and most readers, stops at 65,500.
 * @param bytes of the pixels uncompressed, channels and depth included
 * @throws AppError output-too-large
 */
export function requireFits(format: OutputFormat, width: number, height: number, bytes: number): void {
  const limit = MAX_SIDE[format]
  const title = TITLES[format]
  if (Math.max(width, height) > limit) {
    throw new AppError(
      'output-too-large',
      `${width} × ${height} pixels are too many for ${title}, which ends at ${limit} a side; choose TIFF or PNG.`,
      { width, height, format, limit, proposal: 'tiff' },
    )
  }
  if (format === 'tiff' && bytes > MAX_TIFF_BYTES) {
    throw new AppError(
      'output-too-large',
      `${width} × ${height} pixels are too many for TIFF, which ends at 4 GB; choose PNG.`,
      { width, height, format, proposal: 'png' },
    )
  }
}
