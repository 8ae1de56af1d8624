import type { Bytes } from '../bytes.ts'

/** A stretch of the encoded file, copied as it is. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A file to be written: new bytes and stretches of the encoded one, in order. The pixels are never held in memory. */
export type Piece = Buffer | Stretch

/** What goes into a file beside its pixels. */
export interface Embedded {
  readonly icc?: Buffer | undefined
  /** TIFF structure. */
  readonly exif?: Buffer | undefined
  readonly xmp?: Buffer | undefined
  readonly density?: number | undefined
}

/** Takes a freshly encoded file without metadata and says what the finished file consists of. */
export type Embedder = (encoded: Bytes, metadata: Embedded) => Piece[]
