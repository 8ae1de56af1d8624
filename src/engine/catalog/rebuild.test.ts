import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Catalog, openCatalog } from './catalog.ts'
import { mentioned, readJournal } from './journal.ts'
import { openDatabase } from './open.ts'
import { rebuildCatalog } from './rebuild.ts'
import { commitRestoration, editRestoration } from './sidecar.ts'
import { openTemporary, sha256Of, someOriginal, someRestoration, temporaryFolder, writeFiles } from './testing.ts'

const contentOf = (catalog: Catalog) => {
  const originals = catalog.db.prepare('SELECT * FROM originals ORDER BY id').all()
  const restorations = catalog.db.prepare('SELECT * FROM restorations ORDER BY id').all()
  const withoutRow = (rows: unknown[]) => rows.map((row) => ({ ...(row as object), row: null }))
  return { originals: withoutRow(originals), restorations: withoutRow(restorations) }
}

/** A library with a restored picture, a restoration of that restoration, one unrestored, and removed ones. */
function lived(folder: string): Catalog {
  const catalog = openTemporary(folder)
  const [a, b, c] = [
    someOriginal('a.jpg', { date: '193X', facts: [{ key: 'camera', value: 'Leica' }] }),
    someOriginal('奶奶.jpg', { importedAt: '2026-01-03T00:00:00.000Z' }),
    someOriginal('gone.jpg', { importedAt: '2026-01-04T00:00:00.000Z' }),
  ] as const
  catalog.originals.add([a, b, c])
  const commit = (restoration: ReturnType<typeof someRestoration>) => {
    const file = join(folder, restoration.file)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'result')
    commitRestoration(catalog, restoration)
    return restoration
  }
  const first = commit(someRestoration(a, { colourGuess: true, inventionShare: 0.25, inventedBy: ['upscale'] }))
  // Dated before its parent, as after a clock was set back.
  commit(someRestoration(a, { colourGuess: true, parentId: first.id, createdAt: '2025-01-01T00:00:00.000Z' }))
  const unwanted = commit(someRestoration(a))
  commit(someRestoration(c))
  editRestoration(catalog, first.id, { name: 'For mother', note: '给妈妈' })
  catalog.originals.edit([b.id], { note: 'in the garden', rating: 5, date: '1951-22' })
  catalog.originals.relocate(a.id, { path: '/moved/a2.jpg', name: 'a2.jpg', mtime: 77 })
  catalog.remove.restorations([unwanted.id])
  catalog.remove.originals([c.id])
  // None of them was ever there.
  catalog.originals.setMissing([a.id, b.id], true)
  return catalog
}

describe('rebuilding', () => {
  test('gives the catalog as it was', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    await catalog.doomed.deleteAll()
    const before = contentOf(catalog)
    expect(before.originals).toHaveLength(2)
    catalog.close()
    const result = await rebuildCatalog(folder)
    expect(result).toMatchObject({ originals: 2, restorations: 2, skipped: [] })
    const again = openTemporary(folder)
    expect(contentOf(again)).toEqual(before)
    expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(again.db.pragma('foreign_key_check')).toEqual([])
    const kept = openDatabase(result.kept ?? '')
    expect(kept.prepare('SELECT count(*) FROM originals').pluck().get()).toBe(2)
    kept.close()
  })

  test('knows again which originals are gone', async () => {
    const folder = temporaryFolder()
    const photos = temporaryFolder()
    writeFiles(photos, { 'here.jpg': 'here', 'other.jpg': 'another picture' })
    const catalog = openTemporary(folder)
    const at = (name: string) => someOriginal(name, { path: join(photos, name), bytes: 4 })
    catalog.originals.add([at('here.jpg'), at('gone.jpg'), at('other.jpg')])
    catalog.close()
    await rebuildCatalog(folder)
    const missing = openTemporary(folder).originals.after(0, 9, true)
    expect(missing.map((row) => row.name)).toEqual(['gone.jpg', 'other.jpg'])
  })

  test('carries over what only the old catalog knows', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    await catalog.doomed.deleteAll()
    catalog.settings.set({ theme: 'dark' })
    catalog.timings.record('upscale', 3)
    const [id = ''] = catalog.originals.after(0, 1).map((row) => row.id)
    catalog.db.exec(
      `INSERT INTO albums VALUES ('al', '家庭相册', '', ''); INSERT INTO album_items VALUES ('al', '${id}', 1, '')`,
    )
    catalog.close()
    expect((await rebuildCatalog(folder)).lost).toEqual([])
    const again = openTemporary(folder)
    expect(again.settings.get().theme).toBe('dark')
    expect(again.timings.of('upscale')).toBe(3)
    expect(again.db.prepare('SELECT original_id FROM album_items').pluck().all()).toEqual([id])
  })

  test('works on a destroyed catalog, and from sidecars alone', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    await catalog.doomed.deleteAll()
    const before = contentOf(catalog)
    const { catalog: file, journal } = catalog.library
    catalog.close()
    writeFileSync(file, 'x'.repeat(10_000))
    expect(() => openCatalog(folder)).toThrow(expect.objectContaining({ code: 'catalog-broken' }))
    expect((await rebuildCatalog(folder)).lost).toContain('albums')
    const again = openTemporary(folder)
    expect(contentOf(again)).toEqual(before)
    again.close()
    rmSync(file)
    rmSync(journal)
    expect(await rebuildCatalog(folder)).toMatchObject({ originals: 1, restorations: 2, kept: null })
    const sidecarsOnly = openTemporary(folder)
    expect(sidecarsOnly.originals.bySha256(sha256Of('a.jpg'))?.date_edtf).toBe('193X')
    // A journal that was lost is written anew.
    expect((await readJournal(journal)).size).toBe(1)
  })

  test('says which files it could not use', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    await catalog.doomed.deleteAll()
    const results = catalog.restorations.after(0, 10)
    catalog.close()
    const [first = '', second = ''] = results.map((row) => row.file)
    rmSync(join(folder, first))
    writeFileSync(join(folder, second.replace('.png', '.json')), '{ torn')
    const { restorations, originals, skipped } = await rebuildCatalog(folder)
    expect({ restorations, originals }).toEqual({ restorations: 0, originals: 2 })
    expect(skipped.toSorted()).toEqual([first, second].map((file) => file.replace('.png', '.json')).toSorted())
  })

  test('refuses while the library is open, and changes nothing when cancelled', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    await expect(rebuildCatalog(folder)).rejects.toMatchObject({ code: 'catalog-busy' })
    const { catalog: file } = catalog.library
    catalog.close()
    const before = readFileSync(file)
    await expect(rebuildCatalog(folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('left half-done by a kill, it is simply done again', async () => {
    const folder = temporaryFolder()
    const catalog = lived(folder)
    const before = contentOf(catalog)
    const { catalog: file } = catalog.library
    await catalog.doomed.deleteAll()
    catalog.close()
    writeFileSync(`${file}.rebuilding`, 'half')
    writeFileSync(`${file}.rebuilding-wal`, 'half')
    await rebuildCatalog(folder)
    expect(existsSync(`${file}.rebuilding`)).toBe(false)
    expect(contentOf(openTemporary(folder))).toEqual(before)
  })
})

test('a torn journal line costs itself alone', async () => {
  const folder = temporaryFolder()
  const catalog = openTemporary(folder)
  catalog.originals.add([someOriginal('a.jpg')])
  catalog.close()
  appendFileSync(catalog.library.journal, '{"put":{"id":"torn')
  const again = openTemporary(folder)
  again.originals.add([someOriginal('b.jpg')])
  expect([...(await readJournal(again.library.journal)).values()].map((record) => record.name)).toEqual([
    'a.jpg',
    'b.jpg',
  ])
})

test('a journal that is written anew still knows what was taken out', async () => {
  const folder = temporaryFolder()
  const catalog = openTemporary(folder)
  const [kept, gone] = [someOriginal('kept.jpg'), someOriginal('gone.jpg')]
  catalog.originals.add([kept, gone])
  catalog.remove.originals([gone.id])
  catalog.close()
  const { journal } = catalog.library
  appendFileSync(journal, `${' '.repeat(17 << 20)}\n`)
  openTemporary(folder)
  expect(statSync(journal).size).toBeLessThan(10_000)
  expect([...(await mentioned(journal))].toSorted()).toEqual([kept.sha256, gone.sha256].toSorted())
  expect([...(await readJournal(journal)).keys()]).toEqual([kept.sha256])
})
