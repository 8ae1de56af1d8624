import type { Bytes } from './bytes.ts'
import { parseExif } from './exif/parse.ts'
import { find, numberOf } from './exif/values.ts'

const DNG_VERSION = 0xc612
const SUB_DIRECTORIES = 0x014a
const NEW_SUBFILE_TYPE = 0x00fe
const COMPRESSION = 0x0103
const MAKE = 0x010f
/** Nikon's, Sony's, Pentax', Kodak's and Samsung's own compressions. */
const RAW_COMPRESSIONS = new Set([32767, 32769, 32770, 34713, 65000, 65535])

/**
 * Tells camera raw files in TIFF dress (DNG, NEF, ARW, PEF...) from scans. Decoding them as TIFF would silently give
 * the small preview in their first directory.
 */
export function isCameraRaw(bytes: Bytes): boolean {
  const tree = parseExif(bytes)
  if (!tree) return false
  const number = (tag: number) => numberOf(find(tree.ifd0, tag), tree.littleEndian)
  if (find(tree.ifd0, DNG_VERSION)) return true
  if (RAW_COMPRESSIONS.has(number(COMPRESSION) ?? 0)) return true
  const isPreview = number(NEW_SUBFILE_TYPE) === 1
  return isPreview && find(tree.ifd0, SUB_DIRECTORIES) !== undefined && find(tree.ifd0, MAKE) !== undefined
}
