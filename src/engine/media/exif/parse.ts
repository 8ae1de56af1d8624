import type { Bytes } from '../bytes.ts'
import { type ExifEntry, type ExifTree, TAG, typeSize } from './model.ts'

/** No honest directory has more entries, and no value but a maker note or a thumbnail comes near the size. */
const MAX_ENTRIES = 1000
const MAX_VALUE = 4 << 20
/** All values together: many entries may point at the same bytes to make a small file expand. */
const MAX_TOTAL = 16 << 20

interface Cursor {
  readonly bytes: Bytes
  readonly littleEndian: boolean
  /** Directories seen, against loops. */
  readonly visited: Set<number>
  /** Bytes of values still allowed. */
  left: number
}

/**
 * Reads a TIFF structure. Damaged parts are left out rather than refused: offsets outside, counts too large, unknown
 * types and directories met twice. The thumbnail directory (IFD1) is not read: it shows the picture as it was.
 * @returns undefined when this is no TIFF structure at all (BigTIFF included)
 */
export function parseExif(bytes: Bytes): ExifTree | undefined {
  const head = bytes.read(0, 8)
  if (head.length < 8) return undefined
  const mark = head.toString('latin1', 0, 2)
  if (mark !== 'II' && mark !== 'MM') return undefined
  const littleEndian = mark === 'II'
  if (u16(head, 2, littleEndian) !== 42) return undefined
  const cursor: Cursor = { bytes, littleEndian, visited: new Set(), left: MAX_TOTAL }
  const ifd0 = readDirectory(cursor, u32(head, 4, littleEndian))
  const exif = readDirectory(cursor, pointer(ifd0, TAG.exifIfd, littleEndian))
  return {
    littleEndian,
    ifd0: ifd0.filter(({ tag }) => tag !== TAG.exifIfd && tag !== TAG.gpsIfd),
    exif: exif.filter(({ tag }) => tag !== TAG.interopIfd),
    gps: readDirectory(cursor, pointer(ifd0, TAG.gpsIfd, littleEndian)),
    interop: readDirectory(cursor, pointer(exif, TAG.interopIfd, littleEndian)),
  }
}

function readDirectory(cursor: Cursor, at: number): ExifEntry[] {
  const { bytes, littleEndian, visited } = cursor
  if (at < 8 || visited.has(at)) return []
  visited.add(at)
  const start = bytes.read(at, 2)
  if (start.length < 2) return []
  const count = Math.min(u16(start, 0, littleEndian), MAX_ENTRIES)
  const table = bytes.read(at + 2, count * 12)
  const entries = new Map<number, ExifEntry>()
  for (let i = 0; i + 12 <= table.length; i += 12) {
    const entry = readEntry(cursor, table, i, at + 2 + i)
    if (entry && !entries.has(entry.tag)) entries.set(entry.tag, entry)
  }
  return [...entries.values()]
}

function readEntry(cursor: Cursor, table: Buffer, i: number, tableAt: number): ExifEntry | undefined {
  const { bytes, littleEndian } = cursor
  const tag = u16(table, i, littleEndian)
  const type = u16(table, i + 2, littleEndian)
  const count = u32(table, i + 4, littleEndian)
  const length = typeSize(type) * count
  if (length === 0 || length > MAX_VALUE || length > cursor.left) return undefined
  const at = length <= 4 ? tableAt + 8 : u32(table, i + 8, littleEndian)
  const value = bytes.read(at, length)
  if (value.length < length) return undefined
  cursor.left -= length
  return { tag, type, count, value: Buffer.from(value), at }
}

function pointer(entries: readonly ExifEntry[], tag: number, littleEndian: boolean): number {
  const entry = entries.find((each) => each.tag === tag)
  return entry && entry.value.length === 4 ? u32(entry.value, 0, littleEndian) : 0
}

const u16 = (buffer: Buffer, at: number, little: boolean) =>
  little ? buffer.readUInt16LE(at) : buffer.readUInt16BE(at)
const u32 = (buffer: Buffer, at: number, little: boolean) =>
  little ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at)
