import { type ExifEntry, type ExifTree, TAG, TYPE } from './model.ts'
import { find, longEntry, put } from './values.ts'

/** Beyond this a maker note is not held at its old place: the gap before it would not fit a JPEG segment. */
const MAX_FIXED_END = 60_000

interface Placed {
  readonly at: number
  readonly bytes: Buffer
}

/** Hands out places one after the other, stepping over what has to stay where it was. */
interface Space {
  next: number
  readonly reserved: { readonly from: number; readonly to: number } | undefined
  readonly placed: Placed[]
}

function allot(space: Space, length: number): number {
  let at = space.next + (space.next % 2)
  const { reserved } = space
  if (reserved && at < reserved.to && at + length > reserved.from) at = reserved.to + (reserved.to % 2)
  space.next = at + length
  return at
}

export interface Serialised {
  /** Bytes from `start` on. */
  readonly bytes: Buffer
  /** Where the first directory stands, counted from the start of the structure. */
  readonly ifd0: number
}

/**
 * Writes the directories of a tree for a structure in which they begin at `start` (even; 8 in a fresh EXIF blob, the
 * end of the file when appended to a TIFF). A maker note keeps its place when it can: its inner offsets are counted
 * from the start of the structure and nobody but its maker can rewrite them.
 */
export function serialiseDirectories(tree: ExifTree, start: number): Serialised {
  const little = tree.littleEndian
  const space: Space = { next: start, reserved: fixedPlace(tree, start), placed: [] }
  const exif = withPointer(tree.exif, TAG.interopIfd, layOut(space, tree.interop, little), little)
  const exifAt = layOut(space, exif, little)
  const gpsAt = layOut(space, tree.gps, little)
  let ifd0 = withPointer(tree.ifd0, TAG.exifIfd, exifAt, little)
  ifd0 = withPointer(ifd0, TAG.gpsIfd, gpsAt, little)
  const ifd0At = layOut(space, ifd0, little)
  const end = Math.max(...space.placed.map(({ at, bytes }) => at + bytes.length), start)
  const bytes = Buffer.alloc(end - start)
  for (const piece of space.placed) piece.bytes.copy(bytes, piece.at - start)
  return { bytes, ifd0: ifd0At }
}

/** A complete EXIF blob: header and directories. */
export function serialiseExif(tree: ExifTree): Buffer {
  const { bytes, ifd0 } = serialiseDirectories(tree, 8)
  const header = Buffer.from(tree.littleEndian ? 'II*\0\0\0\0\0' : 'MM\0*\0\0\0\0', 'latin1')
  writeU32(header, 4, ifd0, tree.littleEndian)
  return Buffer.concat([header, bytes])
}

function fixedPlace(tree: ExifTree, start: number): Space['reserved'] {
  const note = find(tree.exif, TAG.makerNote)
  if (!note || note.at === undefined || note.value.length <= 4) return undefined
  const to = note.at + note.value.length
  return note.at >= start && to <= MAX_FIXED_END ? { from: note.at, to } : undefined
}

function withPointer(directory: readonly ExifEntry[], tag: number, at: number, little: boolean): readonly ExifEntry[] {
  return at === 0 ? directory : put(directory, longEntry(tag, at, little))
}

/** @returns where the directory stands; 0 when it has no entries and is left out (the first one never is) */
function layOut(space: Space, entries: readonly ExifEntry[], little: boolean): number {
  if (entries.length === 0) return 0
  const sorted = entries.toSorted((a, b) => a.tag - b.tag)
  const table = Buffer.alloc(2 + sorted.length * 12 + 4)
  const at = allot(space, table.length)
  writeU16(table, 0, sorted.length, little)
  for (const [i, entry] of sorted.entries()) {
    const row = 2 + i * 12
    writeU16(table, row, entry.tag, little)
    writeU16(table, row + 2, entry.type, little)
    writeU32(table, row + 4, entry.count, little)
    if (entry.value.length <= 4) entry.value.copy(table, row + 8)
    else writeU32(table, row + 8, placeValue(space, entry), little)
  }
  space.placed.push({ at, bytes: table })
  return at
}

function placeValue(space: Space, entry: ExifEntry): number {
  const { reserved } = space
  const stays = entry.tag === TAG.makerNote && entry.type === TYPE.undefined && reserved && entry.at === reserved.from
  const at = stays ? reserved.from : allot(space, entry.value.length)
  space.placed.push({ at, bytes: entry.value })
  return at
}

function writeU16(buffer: Buffer, at: number, value: number, little: boolean): void {
  if (little) buffer.writeUInt16LE(value, at)
  else buffer.writeUInt16BE(value, at)
}
function writeU32(buffer: Buffer, at: number, value: number, little: boolean): void {
  if (little) buffer.writeUInt32LE(value, at)
  else buffer.writeUInt32BE(value, at)
}
