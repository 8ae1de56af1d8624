import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheFile, restorationFiles } from './library.ts'
import { openTemporary, someOriginal, someRestoration, temporaryFolder } from './testing.ts'

test('removing takes rows at once, our files later even after a restart, and never an original', async () => {
  const photos = temporaryFolder()
  const folder = temporaryFolder()
  const catalog = openTemporary(folder)
  const path = join(photos, 'a.jpg')
  writeFileSync(path, 'the original')
  const original = someOriginal('a.jpg', { path })
  const restoration = someRestoration(original, {
    id: 'r1',
    file: restorationFiles(original.sha256, 'r1').file,
    mapFile: restorationFiles(original.sha256, 'r1').map,
  })
  catalog.originals.add([original])
  catalog.restorations.add(restoration)
  const { file, sidecar, map } = restorationFiles(original.sha256, 'r1')
  const ours = [
    file,
    sidecar,
    map,
    cacheFile('thumb', original.sha256),
    cacheFile('full', original.sha256, 'jpeg'),
    cacheFile('r-view', restoration.sha256),
  ]
  for (const each of ours) {
    mkdirSync(dirname(join(folder, each)), { recursive: true })
    writeFileSync(join(folder, each), 'x')
  }
  catalog.remove.originals([original.id, 'never-there'])
  expect([catalog.originals.count(), catalog.restorations.count()]).toEqual([0, 0])
  expect(ours.every((each) => existsSync(join(folder, each)))).toBe(true)
  catalog.close()

  const again = openTemporary(folder)
  expect(await again.doomed.deleteAll()).toBeGreaterThanOrEqual(ours.length)
  expect(ours.filter((each) => existsSync(join(folder, each)))).toEqual([])
  expect(readFileSync(path, 'utf8')).toBe('the original')
  expect(await again.doomed.deleteAll()).toBe(0)
})

test('what a row says outside of results and renditions is not deleted', async () => {
  const catalog = openTemporary()
  const upload = join(catalog.library.originals, 'up.jpg')
  writeFileSync(upload, 'an upload')
  const original = someOriginal('up.jpg', { path: upload })
  catalog.originals.add([original])
  catalog.restorations.add(someRestoration(original, { file: 'Originals/up.jpg', mapFile: '../outside.png' }))
  catalog.remove.originals([original.id])
  await catalog.doomed.deleteAll()
  expect(readFileSync(upload, 'utf8')).toBe('an upload')
  expect(catalog.db.prepare('SELECT count(*) FROM doomed_files').pluck().get()).toBe(0)
})
