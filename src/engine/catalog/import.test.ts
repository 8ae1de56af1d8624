import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { type ImportProgress, type ImportResult, importFiles } from './import.ts'
import { cacheFile } from './library.ts'
import { believableDate, pictureMedia } from './picture-media.ts'
import { fakeMedia, openTemporary, sha256Of, temporaryFolder, writeFiles } from './testing.ts'

const codes = (failed: ImportResult['failed']): string[][] =>
  failed.map(({ name, error }) => [name, error.code]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))

describe('importing', () => {
  test('C10: takes folders apart, whatever lies below: pictures in, hidden, linked, system and foreign files out', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, {
      'b10.jpg': 'b10',
      'b9.JPG': 'b9',
      'old/Oma\u0308.png': 'oma',
      'old/deep/奶奶.tif': 'n',
      '.hidden.jpg': 'h',
      '.git/x.jpg': 'g',
      'Thumbs.db': 't',
      '@eaDir/b9.jpg': 'e',
      'notes.txt': 'n',
      'b9.jpg.xmp': 'x',
    })
    symlinkSync(join(photos, 'b10.jpg'), join(photos, 'link.jpg'))
    symlinkSync(photos, join(photos, 'old', 'loop'))
    const media = fakeMedia()
    const result = await importFiles(catalog, { paths: [photos], media })
    expect(result).toMatchObject({ duplicates: 0, failed: [] })
    const rows = result.added.map((id) => catalog.originals.need(id))
    expect(rows.map((row) => row.name)).toEqual(['b9.JPG', 'b10.jpg', '奶奶.tif', 'Oma\u0308.png'])
    expect(rows.map((row) => row.path)).toContain(join(photos, 'old', 'Oma\u0308.png'))
    const found = catalog.listing.list({ text: 'omä', shelf: 'all', order: 'name', offset: 0, limit: 9 })
    expect(found.items.map((item) => item.name)).toEqual(['Oma\u0308.png'])
    expect(statSync(join(catalog.library.root, cacheFile('thumb', sha256Of('oma')))).size).toBeGreaterThan(0)
  })

  test('lists what cannot be read and goes on', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, {
      'a.jpg': 'a',
      'film.mp4': 'film',
      'bad.jpg': 'damaged',
      'torn.jpg': 'torn',
      'bug.jpg': 'bug',
      'z.jpg': 'z',
    })
    const bugs: unknown[] = []
    const paths = [photos, join(photos, 'not-there.jpg')]
    const { added, failed } = await importFiles(catalog, { paths, media: fakeMedia(), onBug: (bug) => bugs.push(bug) })
    expect(added).toHaveLength(2)
    expect(codes(failed)).toEqual([
      ['bad.jpg', 'file-unreadable'],
      ['bug.jpg', 'internal'],
      ['film.mp4', 'film-not-yet'],
      ['not-there.jpg', 'file-missing'],
      ['torn.jpg', 'file-truncated'],
    ])
    expect(bugs).toHaveLength(1)
    expect(failed.every(({ error }) => !/at .*\.ts/.test(error.message))).toBe(true)
  })

  test('knows content it has: again, twice at once, and moved', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'same', 'copy of a.jpg': 'same', 'c/a.jpg': 'same', 'b.jpg': 'b' })
    const media = fakeMedia()
    const first = await importFiles(catalog, { paths: [photos], media })
    expect(first).toMatchObject({ duplicates: 2, failed: [] })
    expect(first.added).toHaveLength(2)
    const described = media.described.length
    const again = await importFiles(catalog, { paths: [photos, join(photos, 'b.jpg')], media })
    expect(again).toEqual({ added: [], duplicates: 5, failed: [] })

    const b = catalog.originals.bySha256(sha256Of('b'))
    catalog.originals.edit([b?.id ?? ''], { note: 'the garden', rating: 4 })
    catalog.originals.setMissing([b?.id ?? ''], true)
    renameSync(join(photos, 'b.jpg'), join(photos, 'c', 'moved.jpg'))
    const moved = await importFiles(catalog, { paths: [join(photos, 'c')], media })
    expect(moved).toMatchObject({ added: [], duplicates: 2 })
    expect(catalog.originals.need(b?.id ?? '')).toMatchObject({
      path: join(photos, 'c', 'moved.jpg'),
      name: 'moved.jpg',
      missing: 0,
      note: 'the garden',
      rating: 4,
    })
    // What lies at its place unchanged is not even opened.
    expect(media.described.length - described).toBeLessThanOrEqual(6)
  })

  test('a failing twin does not take the good one with it', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'torn', 'b.jpg': 'torn' })
    const { added, duplicates, failed } = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
    expect({ added, duplicates, failed: failed.length }).toEqual({ added: [], duplicates: 0, failed: 2 })
  })

  test('a file that was replaced: the new picture is added, the old one is missing', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'old' })
    const first = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
    writeFiles(photos, { 'a.jpg': 'new picture' })
    const second = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
    expect(second.added).toHaveLength(1)
    expect(catalog.originals.need(first.added[0] ?? '').missing).toBe(1)
    expect(catalog.originals.need(second.added[0] ?? '').missing).toBe(0)
  })

  test('a file that was merely touched keeps its place', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'a' })
    const { added } = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
    utimesSync(join(photos, 'a.jpg'), 1, 1)
    expect(await importFiles(catalog, { paths: [photos], media: fakeMedia() })).toMatchObject({ duplicates: 1 })
    expect(catalog.originals.need(added[0] ?? '')).toMatchObject({ mtime: 1000, missing: 0 })
  })

  test('never takes in what the library itself made, but does take uploads, and drops useless ones', async () => {
    const photos = temporaryFolder()
    const catalog = openTemporary(join(photos, 'Daguerre'))
    writeFiles(catalog.library.root, {
      'Restorations/ab/x.png': 'result',
      'Originals/up.jpg': 'up',
      'Originals/up2.jpg': 'up',
      'Originals/bad.jpg': 'torn',
    })
    writeFiles(photos, { 'a.jpg': 'a', 'other/daguerre.sqlite': '', 'other/Restorations/y.png': 'y' })
    const inside = (name: string) => join(catalog.library.root, name)
    const paths = [photos, inside('Restorations/ab/x.png'), inside('Originals/up.jpg')]
    const result = await importFiles(catalog, { paths, media: fakeMedia() })
    expect(result.added.map((id) => catalog.originals.need(id).name)).toEqual(['a.jpg', 'up.jpg'])
    expect(result.failed.map(({ name }) => name)).toEqual(['x.png'])
    await importFiles(catalog, {
      paths: [inside('Originals/up2.jpg'), inside('Originals/bad.jpg')],
      media: fakeMedia(),
    })
    expect(readdirSync(catalog.library.originals)).toEqual(['up.jpg'])
  })

  test('stops when asked to, and keeps what it had', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}.jpg`, `p${i}`])))
    const abort = new AbortController()
    const media = fakeMedia(() => media.described.length === 50 && abort.abort())
    await expect(importFiles(catalog, { paths: [photos], media, signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    const kept = catalog.originals.count()
    expect(kept).toBeGreaterThan(30)
    expect(kept).toBeLessThan(60)
    const rest = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
    expect(rest).toMatchObject({ duplicates: kept, failed: [] })
    expect(catalog.originals.count()).toBe(200)
  })

  test('tells how far it is, and every picture once', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'a', 'film.mp4': 'film' })
    const told: ImportProgress[] = []
    const { added } = await importFiles(catalog, {
      paths: [photos],
      media: fakeMedia(),
      onProgress: (p) => told.push(p),
    })
    expect(told.at(-1)).toMatchObject({ found: 4, done: 4 })
    expect(told.map((event) => event.done)).toEqual(told.map((event) => event.done).toSorted((a, b) => a - b))
    expect(told.flatMap((event) => event.added?.id ?? []).toSorted()).toEqual(added.toSorted())
  })

  test('a full disk ends it with one sentence', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    writeFiles(photos, { 'a.jpg': 'a' })
    const full = { ...fakeMedia(), thumbnail: () => Promise.reject(new AppError('disk-full', 'The disk is full.')) }
    await expect(importFiles(catalog, { paths: [photos], media: full })).rejects.toMatchObject({ code: 'disk-full' })
  })
})

describe('real pictures', () => {
  test('are described and get a thumbnail', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    mkdirSync(join(photos, 'x'))
    const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#a07040' } })
    await picture
      .clone()
      .withExif({ IFD0: { Make: 'Canon', Model: 'EOS' }, IFD2: { DateTimeOriginal: '1998:07:04 12:00:00' } })
      .jpeg()
      .toFile(join(photos, 'a.jpg'))
    await picture
      .clone()
      .toColourspace('rgb16')
      .png()
      .toFile(join(photos, 'x', 'b.png'))
    writeFileSync(join(photos, 'text.jpg'), 'this is no picture')
    writeFileSync(join(photos, 'empty.jpg'), '')
    const { added, failed } = await importFiles(catalog, { paths: [photos], media: pictureMedia })
    const rows = added.map((id) => catalog.originals.need(id)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    expect(rows).toMatchObject([
      {
        name: 'a.jpg',
        format: 'jpeg',
        width: 60,
        height: 40,
        bit_depth: 8,
        date_edtf: '1998-07-04',
        date_max: '1998-07-04',
      },
      { name: 'b.png', format: 'png', bit_depth: 16, date_edtf: null },
    ])
    expect(codes(failed)).toEqual([
      ['empty.jpg', 'file-empty'],
      ['text.jpg', 'format-unsupported'],
    ])
    for (const row of rows) {
      const thumb = await sharp(join(catalog.library.root, cacheFile('thumb', row.sha256))).metadata()
      expect(thumb.format).toBe('webp')
    }
    rmSync(join(photos, basename('a.jpg')))
  })

  test('C46: without a date of their own are undated: neither the day of the import nor that of the file is theirs', async () => {
    const catalog = openTemporary()
    const photos = temporaryFolder()
    const file = join(photos, 'grandmother.jpg')
    await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a07040' } })
      .jpeg()
      .toFile(file)
    utimesSync(file, new Date('2004-05-06'), new Date('2004-05-06'))
    const { added } = await importFiles(catalog, { paths: [photos], media: pictureMedia })
    const [id = ''] = added
    expect(catalog.originals.need(id)).toMatchObject({ date_edtf: null, date_min: null, date_max: null })
    expect(catalog.listing.counts()).toMatchObject({ all: 1, undated: 1 })
  })

  test('C46: of scanners are undated: theirs is the day of the scan', () => {
    expect(believableDate([{ key: 'camera', value: 'Canon EOS 5D' }], '2004-05-06')).toBe('2004-05-06')
    expect(believableDate([{ key: 'camera', value: 'Canon CanoScan 9000F' }], '2004-05-06')).toBeNull()
    expect(believableDate([{ key: 'software', value: 'VueScan 9' }], '2004-05-06')).toBeNull()
    expect(believableDate([], '1935-00-00')).toBeNull()
    expect(believableDate([], undefined)).toBeNull()
  })
})
