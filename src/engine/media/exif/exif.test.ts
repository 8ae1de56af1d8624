import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../bytes.ts'
import { exampleTree } from '../testing.ts'
import { edtfOfExif } from './dates.ts'
import { restoredExif } from './edit.ts'
import { type ExifEntry, type ExifTree, emptyTree, TAG, TYPE } from './model.ts'
import { parseExif } from './parse.ts'
import { serialiseExif } from './serialise.ts'
import { asciiEntry, find, inByteOrder, longEntry, numberOf, shortEntry, textOf, undefinedEntry } from './values.ts'

const parse = (bytes: Buffer) => parseExif(bytesOf(bytes))
/** What matters of a tree: where its values stood does not. */
const plain = (tree: ExifTree | undefined) => {
  const directory = (entries: readonly ExifEntry[] = []) =>
    entries
      .map(({ tag, type, count, value }) => ({ tag, type, count, value: value.toString('hex') }))
      .toSorted((a, b) => a.tag - b.tag)
  return {
    littleEndian: tree?.littleEndian,
    ifd0: directory(tree?.ifd0),
    exif: directory(tree?.exif),
    gps: directory(tree?.gps),
    interop: directory(tree?.interop),
  }
}

describe('reading and writing', () => {
  for (const littleEndian of [true, false]) {
    test(`what is written is read again, ${littleEndian ? 'little' : 'big'}-endian`, () => {
      const tree = exampleTree(6, littleEndian)
      expect(plain(parse(serialiseExif(tree)))).toEqual(plain(tree))
    })
  }
  test('any tree survives, and the other byte order and back', () => {
    const entry = fc
      .record({
        tag: fc.integer({ min: 0x200, max: 0x8000 }),
        type: fc.constantFrom(1, 2, 3, 4, 5, 7, 9, 10, 12),
        n: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ tag, type, n }) => ({
        tag,
        type,
        count: n,
        value: Buffer.alloc(n * ([0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][type] ?? 0), tag),
      }))
    const directory = fc.uniqueArray(entry, { selector: ({ tag }) => tag, maxLength: 12 })
    fc.assert(
      fc.property(fc.boolean(), directory, directory, directory, (littleEndian, ifd0, exif, gps) => {
        const tree: ExifTree = {
          littleEndian,
          ifd0: [...ifd0, shortEntry(0x112, 1, littleEndian)],
          exif,
          gps,
          interop: [],
        }
        expect(plain(parse(serialiseExif(tree)))).toEqual(plain(tree))
        expect(plain(inByteOrder(inByteOrder(tree, !littleEndian), littleEndian))).toEqual(plain(tree))
      }),
      { numRuns: 200 },
    )
  })
  test('a maker note stays at its offset, whatever is added around it', () => {
    const note = undefinedEntry(TAG.makerNote, Buffer.alloc(300, 0xab))
    const first = serialiseExif({ ...emptyTree, ifd0: [shortEntry(0x112, 6, true)], exif: [note] })
    const read = parse(first)
    const was = read && find(read.exif, TAG.makerNote)?.at
    if (!read || was === undefined) throw new Error('no maker note')
    const more = Array.from({ length: 40 }, (_, i) => asciiEntry(0x9200 + i, `value number ${i}`))
    const again = parse(serialiseExif({ ...read, exif: [...read.exif, ...more] }))
    const note2 = again && find(again.exif, TAG.makerNote)
    expect(note2?.at).toBe(was)
    expect(note2?.value.equals(note.value)).toBe(true)
    expect(again?.exif.length).toBe(41)
  })
})

describe('hostile data', () => {
  test('random bytes never throw and never give much', () => {
    const header = fc.constantFrom('II*\0\x08\0\0\0', 'MM\0*\0\0\0\x08')
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 400 }), (start, body) => {
        const tree = parse(Buffer.concat([Buffer.from(start, 'latin1'), body]))
        expect(tree).toBeDefined()
        if (tree) serialiseExif(restoredExif(tree, { width: 1, height: 1, keepPrivateData: true }))
      }),
      { numRuns: 500 },
    )
  })
  test('an honest file with some bytes changed', () => {
    const honest = serialiseExif(exampleTree(3))
    const change = fc.tuple(fc.integer({ min: 0, max: honest.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(honest)
        for (const [at, value] of changes) bytes[at] = value
        const tree = parse(bytes)
        if (tree) expect(serialiseExif(tree).length).toBeLessThan(17 << 20)
      }),
      { numRuns: 500 },
    )
  })
  test('directories in a circle', () => {
    const bytes = serialiseExif({
      ...emptyTree,
      ifd0: [longEntry(TAG.exifIfd, 8, true), longEntry(TAG.gpsIfd, 8, true)],
    })
    expect(parse(bytes)).toMatchObject({ exif: [], gps: [] })
  })
  test('many entries pointing at the same bytes do not multiply them', () => {
    const count = 900
    const bytes = Buffer.alloc((3 << 20) + 100_000)
    bytes.write('II*\0\x08\0\0\0', 0, 'latin1')
    bytes.writeUInt16LE(count, 8)
    for (let i = 0; i < count; i++) {
      bytes.writeUInt16LE(i, 10 + i * 12)
      bytes.writeUInt16LE(TYPE.byte, 12 + i * 12)
      bytes.writeUInt32LE(3 << 20, 14 + i * 12)
      bytes.writeUInt32LE(20_000, 18 + i * 12)
    }
    const kept = parse(bytes)?.ifd0.reduce((sum, entry) => sum + entry.value.length, 0) ?? 0
    expect(kept).toBeLessThanOrEqual(16 << 20)
  })
  test('counts and offsets beyond the end', () => {
    const bytes = serialiseExif({ ...emptyTree, ifd0: [asciiEntry(TAG.make, 'a long enough maker')] })
    bytes.writeUInt32LE(0xffffffff, 8 + 2 + 4)
    expect(parse(bytes)?.ifd0).toEqual([])
  })
})

describe('for the restored picture', () => {
  const changes = { width: 640, height: 480, density: 300, keepPrivateData: true }
  test('upright, with its new size and density', () => {
    const tree = restoredExif(exampleTree(8), changes)
    expect(numberOf(find(tree.ifd0, TAG.orientation), true)).toBe(1)
    expect(numberOf(find(tree.exif, TAG.pixelXDimension), true)).toBe(640)
    expect(find(tree.ifd0, TAG.xResolution)?.value.readUInt32LE(0)).toBe(300)
    expect(textOf(find(tree.ifd0, TAG.model))).toBe('OpticFilm 8200i')
  })
  test('without what is private: no text of the source is left but the date', () => {
    const bytes = serialiseExif(restoredExif(exampleTree(8), { ...changes, keepPrivateData: false })).toString('latin1')
    for (const secret of ['Plustek', 'SERIAL', 'Owner', 'maker note', 'Photographer', 'ScanIt', 'mutter', 'R98']) {
      expect(bytes).not.toContain(secret)
    }
    expect(bytes).toContain('1956:07:14')
  })
  test('what described the storage of a TIFF is gone', () => {
    const strips = longEntry(0x0111, 8, true)
    const tree = restoredExif({ ...exampleTree(1), ifd0: [strips] }, changes)
    expect(find(tree.ifd0, 0x0111)).toBeUndefined()
  })
})

describe('dates', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['1956:07:14 12:00:00', '1956-07-14'],
    ['1956-07-14', '1956-07-14'],
    ['1956:07:00 00:00:00', '1956-07'],
    ['1956:00:00 00:00:00', '1956'],
    ['1956:  :     :  :  ', '1956'],
    ['0000:00:00 00:00:00', undefined],
    ['    :  :     :  :  ', undefined],
    ['1956:13:01 00:00:00', undefined],
    ['1955:02:29 00:00:00', undefined],
    ['1956:02:29 00:00:00', '1956-02-29'],
    ['', undefined],
    ['summer', undefined],
  ]
  for (const [text, wanted] of cases) test(`"${text}"`, () => expect(edtfOfExif(text)).toBe(wanted))
})
