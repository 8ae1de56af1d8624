import { chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFiles } from './import.ts'
import { toOriginalRecord } from './records.ts'
import { placesToLook, relinkOriginals } from './relink.ts'
import { fakeMedia, openTemporary, someRestoration, temporaryFolder, writeFiles } from './testing.ts'
import { originalFile, verifyOriginals } from './verify.ts'

async function imported(files: Record<string, string>) {
  const catalog = openTemporary()
  const photos = temporaryFolder()
  writeFiles(photos, files)
  await importFiles(catalog, { paths: [photos], media: fakeMedia() })
  const missing = () => catalog.listing.counts().missing
  return { catalog, photos, missing }
}
const shelf = { shelf: 'all', order: 'name', offset: 0, limit: 1000, text: '' } as const

describe('verifying', () => {
  test('tells intact, changed and missing apart, and finds again what came back', async () => {
    const { catalog, photos, missing } = await imported({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' })
    const told: number[] = []
    // Same size and time: only reading tells.
    writeFileSync(join(photos, 'b.jpg'), 'B')
    utimesSync(join(photos, 'b.jpg'), 1, 1)
    rmSync(join(photos, 'c.jpg'))
    const result = await verifyOriginals(catalog, { onProgress: ({ done }) => told.push(done) })
    expect(result).toEqual({ intact: 1, changed: [join(photos, 'b.jpg')], missing: [join(photos, 'c.jpg')] })
    expect(told).toEqual([1, 2, 3])
    expect(missing()).toBe(2)
    writeFiles(photos, { 'b.jpg': 'b', 'c.jpg': 'c' })
    expect(await verifyOriginals(catalog)).toEqual({ intact: 3, changed: [], missing: [] })
    expect(missing()).toBe(0)
  })

  test('can be stopped', async () => {
    const { catalog } = await imported({ 'a.jpg': 'a' })
    await expect(verifyOriginals(catalog, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('the file of an original is the picture that was catalogued, or a refusal', async () => {
  const { catalog, photos, missing } = await imported({ 'a.jpg': 'a' })
  const id = catalog.listing.list(shelf).items[0]?.id ?? ''
  const path = join(photos, 'a.jpg')
  expect(await originalFile(catalog, id)).toBe(path)
  utimesSync(path, 1, 1)
  expect(await originalFile(catalog, id)).toBe(path)
  writeFileSync(path, 'x')
  await expect(originalFile(catalog, id)).rejects.toMatchObject({ code: 'file-missing' })
  expect(missing()).toBe(1)
  writeFileSync(path, 'a')
  expect(await originalFile(catalog, id)).toBe(path)
  expect(missing()).toBe(0)
})

describe('C34: relinking', () => {
  test('finds 1,000 moved and renamed originals, edits intact', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `old/p${i}.jpg`)
    const { catalog, photos, missing } = await imported(
      Object.fromEntries(names.map((name) => [name, `picture ${name}`])),
    )
    const ids = catalog.listing.list(shelf).items.map((item) => item.id)
    catalog.originals.edit(ids, { note: 'from the attic', rating: 3 })
    catalog.restorations.add(someRestoration(toOriginalRecord(catalog.originals.need(ids[0] ?? ''))))
    mkdirSync(join(photos, 'new', 'deep'), { recursive: true })
    for (const [i, name] of names.entries())
      renameSync(join(photos, name), join(photos, 'new', 'deep', `renamed ${i}.jpg`))
    expect(await relinkOriginals(catalog, { folders: [photos] })).toEqual({ relinked: 1000, returned: 0, missing: [] })
    expect(missing()).toBe(0)
    for (const id of ids)
      expect(catalog.originals.need(id)).toMatchObject({ note: 'from the attic', rating: 3, missing: 0 })
    expect(catalog.originals.need(ids[0] ?? '').path).toMatch(/new.deep.renamed/)
    expect(catalog.restorations.ofOriginal(ids[0] ?? '')).toHaveLength(1)
    expect((await verifyOriginals(catalog)).intact).toBe(1000)
  })

  test('is looked for beside where the pictures lie, and what came back by itself is told', async () => {
    const { catalog, photos, missing } = await imported({ 'wedding/a.jpg': 'a', 'wedding/b.jpg': 'b' })
    mkdirSync(join(photos, 'attic'))
    renameSync(join(photos, 'wedding/a.jpg'), join(photos, 'attic/x.jpg'))
    rmSync(join(photos, 'wedding/b.jpg'))
    await relinkOriginals(catalog, { folders: [] })
    expect(missing()).toBe(2)
    writeFiles(photos, { 'wedding/b.jpg': 'b' })
    utimesSync(join(photos, 'wedding/b.jpg'), 1, 1)
    expect(placesToLook(catalog)).toEqual([photos])
    expect(await relinkOriginals(catalog, { folders: placesToLook(catalog) })).toMatchObject({ missing: [] })
    expect(missing()).toBe(0)
  })

  test('neither a whole disk nor all of the own folder is looked through unasked', async () => {
    const { catalog } = await imported({ 'a.jpg': 'a' })
    const row = catalog.originals.need(catalog.listing.list(shelf).items[0]?.id ?? '')
    const away = join(homedir(), 'Pictures', 'a.jpg')
    catalog.originals.relocate(row.id, { path: away, name: 'a.jpg', mtime: row.mtime })
    expect(placesToLook(catalog)).toEqual([join(homedir(), 'Pictures')])
  })

  test('passes over what is unreadable or only looks alike', async () => {
    const { catalog, photos } = await imported({ 'a.jpg': 'aa', 'b.jpg': 'bb' })
    rmSync(join(photos, 'a.jpg'))
    writeFiles(photos, { 'x.jpg': 'xx', 'y.jpg': 'yy' })
    chmodSync(join(photos, 'y.jpg'), 0)
    expect(await relinkOriginals(catalog, { folders: [photos] })).toEqual({
      relinked: 0,
      returned: 0,
      missing: [join(photos, 'a.jpg')],
    })
  })
})
