import { type ExifEntry, type ExifTree, TYPE, typeSize } from './model.ts'

type Directory = readonly ExifEntry[]

export const find = (directory: Directory, tag: number): ExifEntry | undefined =>
  directory.find((entry) => entry.tag === tag)

export const without = (directory: Directory, tags: ReadonlySet<number>): ExifEntry[] =>
  directory.filter((entry) => !tags.has(entry.tag))

/** The directory with `entry` in place of an older one of the same tag. */
export const put = (directory: Directory, entry: ExifEntry): ExifEntry[] => [
  ...directory.filter((each) => each.tag !== entry.tag),
  entry,
]

/**
 * Text of an entry, trimmed, without what follows the first NUL. ASCII fields are read as UTF-8 when they are valid
 * UTF-8 (as most programs write them today) and as Latin-1 otherwise.
 */
export function textOf(entry: ExifEntry | undefined): string {
  if (!entry || (entry.type !== TYPE.ascii && entry.type !== TYPE.byte && entry.type !== TYPE.undefined)) return ''
  const end = entry.value.indexOf(0)
  return decodeText(end < 0 ? entry.value : entry.value.subarray(0, end))
}

export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
  } catch {
    return bytes.toString('latin1').trim()
  }
}

/** First value of a SHORT or LONG entry. */
export function numberOf(entry: ExifEntry | undefined, littleEndian: boolean): number | undefined {
  if (!entry) return undefined
  const { type, value } = entry
  if (type === TYPE.short) return littleEndian ? value.readUInt16LE(0) : value.readUInt16BE(0)
  if (type === TYPE.long) return littleEndian ? value.readUInt32LE(0) : value.readUInt32BE(0)
  return undefined
}

/** All values of a SHORT or LONG entry; empty for other types. */
export function numbersOf(entry: ExifEntry | undefined, littleEndian: boolean): number[] {
  if (!entry || (entry.type !== TYPE.short && entry.type !== TYPE.long)) return []
  const size = typeSize(entry.type)
  return Array.from({ length: entry.count }, (_, i) => {
    const value = entry.value.subarray(i * size, (i + 1) * size)
    return numberOf({ ...entry, value }, littleEndian) ?? 0
  })
}

function integers(tag: number, type: number, values: readonly number[], littleEndian: boolean, count: number) {
  const size = type === TYPE.short ? 2 : 4
  const value = Buffer.alloc(values.length * size)
  for (const [i, number] of values.entries()) {
    if (littleEndian) value.writeUIntLE(number, i * size, size)
    else value.writeUIntBE(number, i * size, size)
  }
  return { tag, type, count, value }
}
export const shortEntry = (tag: number, value: number, littleEndian: boolean): ExifEntry =>
  integers(tag, TYPE.short, [value], littleEndian, 1)
export const longEntry = (tag: number, value: number, littleEndian: boolean): ExifEntry =>
  integers(tag, TYPE.long, [value], littleEndian, 1)
/** A positive rational, to three decimals. */
export const rationalEntry = (tag: number, value: number, littleEndian: boolean): ExifEntry => {
  const denominator = Number.isInteger(value) ? 1 : 1000
  return integers(tag, TYPE.rational, [Math.round(value * denominator), denominator], littleEndian, 1)
}
export const asciiEntry = (tag: number, text: string): ExifEntry => {
  const value = Buffer.from(`${text}\0`)
  return { tag, type: TYPE.ascii, count: value.length, value }
}
export const undefinedEntry = (tag: number, value: Buffer): ExifEntry => ({
  tag,
  type: TYPE.undefined,
  count: value.length,
  value,
})

/** Unit that is swapped as a whole: a rational is two longs. */
const swapUnit = (type: number): number => (type === 5 || type === 10 ? 4 : typeSize(type))

function swapped(entry: ExifEntry): ExifEntry {
  const unit = swapUnit(entry.type)
  if (unit === 1) return entry
  const value = Buffer.from(entry.value)
  for (let i = 0; i + unit <= value.length; i += unit) value.subarray(i, i + unit).reverse()
  return { ...entry, value }
}

/** The same tree in the other byte order; opaque (UNDEFINED) values stay as they are. */
export function inByteOrder(tree: ExifTree, littleEndian: boolean): ExifTree {
  if (tree.littleEndian === littleEndian) return tree
  return {
    littleEndian,
    ifd0: tree.ifd0.map(swapped),
    exif: tree.exif.map(swapped),
    gps: tree.gps.map(swapped),
    interop: tree.interop.map(swapped),
  }
}
