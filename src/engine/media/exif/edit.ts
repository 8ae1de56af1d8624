import { type ExifEntry, type ExifTree, TAG } from './model.ts'
import { find, longEntry, put, rationalEntry, shortEntry } from './values.ts'

export interface ExifChanges {
  readonly width: number
  readonly height: number
  /** Pixels per inch, when known. */
  readonly density?: number | undefined
  /** False keeps only what says nothing about people, places and devices. */
  readonly keepPrivateData: boolean
}

/**
 * Tags of the first directory that describe how a TIFF file stores its pixels, or that hold what is written anew
 * (XMP, IPTC, ICC). In the EXIF of a restored picture they would be wrong. DNG's own tags (0xC600 and up) go too.
 */
const STRUCTURAL = new Set<number>([
  0x00fe,
  0x00ff,
  0x0100,
  0x0101,
  0x0102,
  0x0103,
  0x0106,
  0x0107,
  0x0108,
  0x0109,
  0x010a,
  0x0111,
  0x0115,
  0x0116,
  0x0117,
  0x0118,
  0x0119,
  0x011c,
  0x0120,
  0x0121,
  0x0122,
  0x0123,
  0x0124,
  0x0125,
  0x0129,
  0x012d,
  0x013d,
  0x0140,
  0x0141,
  0x0142,
  0x0143,
  0x0144,
  0x0145,
  0x014a,
  0x014c,
  0x0150,
  0x0151,
  0x0152,
  0x0153,
  0x0154,
  0x0155,
  0x0156,
  0x015b,
  0x0200,
  0x0201,
  0x0202,
  0x0203,
  0x0205,
  0x0206,
  0x0207,
  0x0208,
  0x0209,
  0x0211,
  0x0212,
  0x0213,
  0x0214,
  TAG.xmp,
  TAG.iptc,
  TAG.photoshop,
  TAG.icc,
  0x935c,
  0xea1c,
  0xea1d,
])

/** What stays for strangers: rendering and the date; no names, texts, places, devices, serial numbers, maker notes. */
const PUBLIC_IFD0 = new Set<number>([TAG.xResolution, TAG.yResolution, TAG.resolutionUnit])
const PUBLIC_EXIF = new Set<number>([
  0x9000, 0x9003, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292, 0xa000, 0xa001, 0xa002, 0xa003, 0xa500,
])

const isStructural = (tag: number): boolean => STRUCTURAL.has(tag) || tag >= 0xc600

/** The tree without what describes the storage of a TIFF file. Orientation goes too: pixels are upright once opened. */
export const withoutStructure = (tree: ExifTree): ExifTree => ({
  ...tree,
  ifd0: tree.ifd0.filter(({ tag }) => !isStructural(tag)),
})

/** The tree as it belongs into a restored, upright picture of the given size. The thumbnail is gone already. */
export function restoredExif(tree: ExifTree, changes: ExifChanges): ExifTree {
  const { littleEndian } = tree
  const kept = changes.keepPrivateData ? tree : publicPart(tree)
  let ifd0 = put(withoutStructure(kept).ifd0, shortEntry(TAG.orientation, 1, littleEndian))
  if (changes.density !== undefined) ifd0 = withDensity(ifd0, changes.density, littleEndian)
  let exif: readonly ExifEntry[] = kept.exif
  if (find(exif, TAG.pixelXDimension) || find(exif, TAG.pixelYDimension)) {
    exif = put(exif, longEntry(TAG.pixelXDimension, changes.width, littleEndian))
    exif = put(exif, longEntry(TAG.pixelYDimension, changes.height, littleEndian))
  }
  return { ...kept, ifd0, exif }
}

function withDensity(ifd0: readonly ExifEntry[], density: number, littleEndian: boolean): ExifEntry[] {
  let entries = put(ifd0, rationalEntry(TAG.xResolution, density, littleEndian))
  entries = put(entries, rationalEntry(TAG.yResolution, density, littleEndian))
  return put(entries, shortEntry(TAG.resolutionUnit, 2, littleEndian))
}

function publicPart(tree: ExifTree): ExifTree {
  return {
    littleEndian: tree.littleEndian,
    ifd0: tree.ifd0.filter(({ tag }) => PUBLIC_IFD0.has(tag)),
    exif: tree.exif.filter(({ tag }) => PUBLIC_EXIF.has(tag)),
    gps: [],
    interop: [],
  }
}
