import { readdirSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Catalog } from './catalog/catalog.ts'
import { importFiles } from './catalog/import.ts'
import { rebuildCatalog } from './catalog/rebuild.ts'
import { fakeMedia, openTemporary, sha256Of, temporaryFolder, writeFiles } from './catalog/testing.ts'
import { adoptUploads } from './uploads-adopt.ts'

/** Writes uploads of two days ago. */
function left({ library }: Catalog, files: Record<string, string>): void {
  writeFiles(library.originals, files)
  for (const name of Object.keys(files)) {
    const then = Date.now() / 1000 - 2 * 86_400
    utimesSync(join(library.originals, name), then, then)
  }
}
const adopt = (catalog: Catalog) => adoptUploads(catalog, fakeMedia(), new AbortController().signal)
const filesOf = ({ library }: Catalog) =>
  readdirSync(library.originals, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted()
const namesOf = (catalog: Catalog) =>
  catalog.originals
    .after(0, 99)
    .map((row) => row.name)
    .toSorted()

test('uploads nobody imported are catalogued; unreadable and fresh ones stay, twins go', async () => {
  const catalog = openTemporary()
  left(catalog, {
    'album/a.jpg': 'a',
    'b.jpg': 'b',
    'bad.jpg': 'damaged',
    'torn.jpg': 'torn',
    'twin.jpg': 'known',
    '.x.part': 'x',
  })
  const photos = temporaryFolder()
  writeFiles(photos, { 'known.jpg': 'known' })
  writeFiles(catalog.library.originals, { 'fresh.jpg': 'fresh' })
  await importFiles(catalog, { paths: [photos], media: fakeMedia() })
  await adopt(catalog)
  expect(namesOf(catalog)).toEqual(['a.jpg', 'b.jpg', 'known.jpg'])
  expect(filesOf(catalog)).toEqual(['.x.part', 'a.jpg', 'b.jpg', 'bad.jpg', 'fresh.jpg', 'torn.jpg'])
})

test('a picture that was taken out does not come back, also after a rebuild', async () => {
  const catalog = openTemporary()
  left(catalog, { 'a.jpg': 'a' })
  await adopt(catalog)
  catalog.remove.originals([catalog.originals.bySha256(sha256Of('a'))?.id ?? ''])
  await adopt(catalog)
  expect([namesOf(catalog), filesOf(catalog)]).toEqual([[], ['a.jpg']])
  catalog.close()
  await rebuildCatalog(catalog.library.root)
  const again = openTemporary(catalog.library.root)
  await adopt(again)
  expect(namesOf(again)).toEqual([])
})

test('the only copy is never taken for a twin of itself, under whatever path the library is open', async () => {
  const catalog = openTemporary()
  left(catalog, { 'a.jpg': 'a' })
  await adopt(catalog)
  const id = catalog.originals.bySha256(sha256Of('a'))?.id ?? ''
  const link = join(temporaryFolder(), 'link')
  symlinkSync(catalog.library.originals, link)
  const { name, mtime } = catalog.originals.need(id)
  catalog.originals.relocate(id, { path: join(link, 'a.jpg'), name, mtime })
  await adopt(catalog)
  expect(filesOf(catalog)).toEqual(['a.jpg'])
})
