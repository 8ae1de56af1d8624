import type { Bytes } from '../bytes.ts'
import { bytesOf } from '../bytes.ts'
import { type ExifEntry, type ExifTree, emptyTree, TAG, TYPE } from '../exif/model.ts'
import { parseExif } from '../exif/parse.ts'
import { serialiseDirectories } from '../exif/serialise.ts'
import { find, inByteOrder, put, without } from '../exif/values.ts'
import type { Embedded, Piece } from './pieces.ts'

/** Tags the encoder sets to its own defaults and that ours replace even when we have nothing to say. */
const ENCODER_DEFAULTS = new Set<number>([TAG.orientation])

/**
 * Appends a new first directory with everything in it and turns the header to it; the strips stay where they are.
 * The old directory remains as a few unused bytes, which TIFF allows.
 * @throws RangeError when the file is no classic TIFF (BigTIFF: the caller refuses such sizes before)
 */
export function embedInTiff(encoded: Bytes, metadata: Embedded): Piece[] {
  const tree = parseExif(encoded)
  if (!tree) throw new RangeError('not a classic TIFF')
  const { littleEndian } = tree
  let ifd0: readonly ExifEntry[] = without(tree.ifd0, ENCODER_DEFAULTS)
  const added = additions(metadata, littleEndian)
  for (const entry of added.ifd0) ifd0 = put(ifd0, entry)
  if (metadata.icc) ifd0 = put(ifd0, opaque(TAG.icc, TYPE.undefined, metadata.icc))
  if (metadata.xmp) ifd0 = put(ifd0, opaque(TAG.xmp, TYPE.byte, metadata.xmp))

  const start = encoded.size + (encoded.size % 2)
  const appended = serialiseDirectories({ ...added, ifd0 }, start)
  const header = Buffer.from(encoded.read(0, 8))
  if (littleEndian) header.writeUInt32LE(appended.ifd0, 4)
  else header.writeUInt32BE(appended.ifd0, 4)
  return [header, { from: 8, to: encoded.size }, Buffer.alloc(encoded.size % 2), appended.bytes]
}

const opaque = (tag: number, type: number, value: Buffer): ExifEntry => ({ tag, type, count: value.length, value })

/**
 * The EXIF in the byte order of the file. A maker note has the order of the blob it came from: when that differs it
 * could no longer be read, and is left out.
 */
function additions(metadata: Embedded, littleEndian: boolean): ExifTree {
  const tree = metadata.exif ? parseExif(bytesOf(metadata.exif)) : undefined
  if (!tree) return { ...emptyTree, littleEndian }
  if (tree.littleEndian === littleEndian || !find(tree.exif, TAG.makerNote)) return inByteOrder(tree, littleEndian)
  return inByteOrder({ ...tree, exif: without(tree.exif, new Set([TAG.makerNote])) }, littleEndian)
}
