/**
 * EXIF is a TIFF structure: directories (IFDs) of entries, each with a tag, a type and values. A tree keeps the values
 * as the raw bytes of the file, in its byte order, so that what is not understood is carried along unchanged.
 * Source: TIFF 6.0 (Adobe, 1992) and Exif 2.32 (CIPA DC-008).
 */
export interface ExifEntry {
  readonly tag: number
  /** TIFF type 1..13 (16..18 for BigTIFF are not read). */
  readonly type: number
  readonly count: number
  /** `count` values in the tree's byte order. */
  readonly value: Buffer
  /** Where the value stood, counted from the start of the structure; maker notes want to stay there. */
  readonly at?: number
}

export interface ExifTree {
  readonly littleEndian: boolean
  readonly ifd0: readonly ExifEntry[]
  readonly exif: readonly ExifEntry[]
  readonly gps: readonly ExifEntry[]
  readonly interop: readonly ExifEntry[]
}

export const emptyTree: ExifTree = { littleEndian: true, ifd0: [], exif: [], gps: [], interop: [] }

/** Bytes per value by type: BYTE ASCII SHORT LONG RATIONAL SBYTE UNDEFINED SSHORT SLONG SRATIONAL FLOAT DOUBLE IFD. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4] as const
export const typeSize = (type: number): number => SIZES[type] ?? 0

export const TYPE = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, undefined: 7, ifd: 13 } as const

export const TAG = {
  imageWidth: 0x0100,
  imageLength: 0x0101,
  imageDescription: 0x010e,
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  xResolution: 0x011a,
  yResolution: 0x011b,
  resolutionUnit: 0x0128,
  software: 0x0131,
  artist: 0x013b,
  xmp: 0x02bc,
  copyright: 0x8298,
  iptc: 0x83bb,
  photoshop: 0x8649,
  exifIfd: 0x8769,
  icc: 0x8773,
  gpsIfd: 0x8825,
  dateTimeOriginal: 0x9003,
  makerNote: 0x927c,
  userComment: 0x9286,
  xpTitle: 0x9c9b,
  xpComment: 0x9c9c,
  pixelXDimension: 0xa002,
  pixelYDimension: 0xa003,
  interopIfd: 0xa005,
} as const
