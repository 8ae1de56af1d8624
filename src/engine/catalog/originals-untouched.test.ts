import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Catalog, openCatalog } from './catalog.ts'
import { importFiles } from './import.ts'
import { rebuildCatalog } from './rebuild.ts'
import { toOriginalRecord } from './records.ts'
import { relinkOriginals } from './relink.ts'
import { commitRestoration } from './sidecar.ts'
import { fakeMedia, someRestoration, temporaryFolder, writeFiles } from './testing.ts'
import { verifyOriginals } from './verify.ts'

/** Every file with content, size, times and mode. */
const stateOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const { size, mtimeMs, mode, ino } = statSync(join(folder, name))
      const file = statSync(join(folder, name)).isFile()
      const hash = file
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : ''
      return { name, size: file ? size : 0, mtimeMs, mode, ino, hash }
    })

type Act = (catalog: Catalog, photos: string, pick: number) => Promise<void>
const idsOf = (catalog: Catalog) => catalog.originals.after(0, 100).map((row) => row.id)
const oneOf = (catalog: Catalog, pick: number) => idsOf(catalog).slice(pick % 3, (pick % 3) + 1)

const acts: Record<string, Act> = {
  import: async (catalog, photos) => void (await importFiles(catalog, { paths: [photos], media: fakeMedia() })),
  edit: async (catalog, _, pick) =>
    catalog.originals.edit(oneOf(catalog, pick), { note: `note ${pick}`, rating: pick % 6 }),
  restore: async (catalog, _, pick) => {
    for (const id of oneOf(catalog, pick)) {
      const result = someRestoration(toOriginalRecord(catalog.originals.need(id)))
      mkdirSync(dirname(join(catalog.library.root, result.file)), { recursive: true })
      writeFileSync(join(catalog.library.root, result.file), 'result')
      commitRestoration(catalog, result)
    }
  },
  remove: async (catalog, _, pick) => {
    catalog.remove.originals(oneOf(catalog, pick))
    await catalog.doomed.deleteAll()
  },
  verify: async (catalog) => void (await verifyOriginals(catalog)),
  relink: async (catalog, photos) => void (await relinkOriginals(catalog, { folders: [photos] })),
}

test('no sequence of operations changes an original', async () => {
  const photos = temporaryFolder()
  writeFiles(photos, { 'a.jpg': 'a', 'b/c.jpg': 'c', 'b/奶奶.jpg': 'n', 'twin.jpg': 'a', 'bad.jpg': 'damaged' })
  const before = stateOf(photos)
  const step = fc.tuple(fc.constantFrom(...Object.keys(acts), 'reopen', 'rebuild'), fc.nat(5))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const folder = temporaryFolder()
      let catalog = openCatalog(folder)
      await acts.import?.(catalog, photos, 0)
      for (const [name, pick] of steps) {
        await acts[name]?.(catalog, photos, pick)
        if (name !== 'reopen' && name !== 'rebuild') continue
        catalog.close()
        if (name === 'rebuild') await rebuildCatalog(folder)
        catalog = openCatalog(folder)
      }
      catalog.close()
      rmSync(folder, { recursive: true })
      expect(stateOf(photos)).toEqual(before)
    }),
    { numRuns: 15 },
  )
})
