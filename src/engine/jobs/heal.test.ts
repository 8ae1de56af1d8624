import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Catalog } from '../catalog/catalog.ts'
import { restorationFiles } from '../catalog/library.ts'
import { toOriginalRecord } from '../catalog/records.ts'
import { writeSidecar } from '../catalog/sidecar.ts'
import { someRecipe, someRestoration } from '../catalog/testing.ts'
import { healRunning, sweepLibrary } from './heal.ts'
import { catalogWith, sha256 } from './testing.ts'

/** A running job whose engine died at some point. */
function interrupted() {
  const { catalog, originals } = catalogWith(1)
  const original = catalog.originals.need(originals[0] as string)
  const [id] = catalog.jobs.insert([original.id], someRecipe)
  catalog.jobs.claim()
  const files = restorationFiles(original.sha256, id as string)
  const at = (name: string) => join(catalog.library.root, name)
  const write = (name: string, text: string) => {
    mkdirSync(dirname(at(name)), { recursive: true })
    writeFileSync(at(name), text)
  }
  const record = someRestoration(toOriginalRecord(original), {
    id: id as string,
    file: files.file,
    sha256: sha256('result'),
  })
  return { catalog, original, id: id as string, files, at, write, record }
}

const left = (catalog: Catalog, files: ReturnType<typeof restorationFiles>) =>
  Object.values(files).filter((file) => existsSync(join(catalog.library.root, file)))

test('killed before anything was written, the job waits again', async () => {
  const { catalog, id } = interrupted()
  await healRunning(catalog)
  expect(catalog.jobs.need(id)).toMatchObject({ state: 'waiting', attempts: 1 })
})

test('killed with the result written but not described, the result goes and the job waits again', async () => {
  const { catalog, id, files, write } = interrupted()
  write(files.file, 'result')
  write(files.map, 'map')
  await healRunning(catalog)
  expect(catalog.jobs.need(id).state).toBe('waiting')
  expect(left(catalog, files)).toEqual([])
})

test('killed just before the row, the finished work is kept and the job is done', async () => {
  const { catalog, id, files, write, original, record } = interrupted()
  write(files.file, 'result')
  writeSidecar(catalog.library, toOriginalRecord(original), record)
  await healRunning(catalog)
  expect(catalog.jobs.need(id)).toMatchObject({ state: 'done', restoration_id: id })
  expect(catalog.restorations.need(id).sha256).toBe(record.sha256)
  await healRunning(catalog)
  expect(catalog.restorations.count()).toBe(1)
})

test('a sidecar that speaks of other bytes is not believed', async () => {
  const { catalog, id, files, write, original, record } = interrupted()
  write(files.file, 'half a res')
  writeSidecar(catalog.library, toOriginalRecord(original), record)
  await healRunning(catalog)
  expect(catalog.jobs.need(id).state).toBe('waiting')
  expect(left(catalog, files)).toEqual([])
})

test('a job during which the engine died three times is given up', async () => {
  const { catalog, id } = interrupted()
  for (let n = 0; n < 2; n++) {
    await healRunning(catalog)
    expect(catalog.jobs.need(id).state).toBe('waiting')
    catalog.jobs.claim()
  }
  await healRunning(catalog)
  expect(catalog.jobs.need(id).state).toBe('failed')
  expect(catalog.jobs.need(id).error).toContain('engine-crashed')
})

test('sweeping adopts what is sound, removes what is not, and leaves what is being written', async () => {
  const { catalog, original, files, write, at, record, id } = interrupted()
  catalog.jobs.setState(id, 'done')
  catalog.jobs.clear()
  write(files.file, 'result')
  writeSidecar(catalog.library, toOriginalRecord(original), record)
  const orphan = restorationFiles(original.sha256, 'orphan')
  write(orphan.file, 'nobody knows')
  write(orphan.map, 'map')
  write('Cache/full/.daguerre-0123456789ab.part', 'old')
  write('Restorations/.daguerre-0123456789ab.part', 'new')
  utimesSync(at('Cache/full/.daguerre-0123456789ab.part'), 1, 1)
  const started = Date.now() - 1000
  expect(await sweepLibrary(catalog, started)).toMatchObject({ adopted: 1 })
  expect(catalog.restorations.find(id)).toBeDefined()
  expect(left(catalog, orphan)).toEqual([])
  expect(existsSync(at('Cache/full/.daguerre-0123456789ab.part'))).toBe(false)
  expect(existsSync(at('Restorations/.daguerre-0123456789ab.part'))).toBe(true)
  expect(await sweepLibrary(catalog, started)).toEqual({ adopted: 0, removed: 0 })
})

test('what the user removed is not brought back', async () => {
  const { catalog, original, files, write, record, id } = interrupted()
  write(files.file, 'result')
  writeSidecar(catalog.library, toOriginalRecord(original), record)
  await healRunning(catalog)
  catalog.jobs.clear()
  catalog.remove.restorations([id])
  await sweepLibrary(catalog, Date.now())
  expect(catalog.restorations.find(id)).toBeUndefined()
})

test('the result of a cancelled job that was not removed in time goes', async () => {
  const { catalog, files, write, id, original, record } = interrupted()
  write(files.file, 'result')
  writeSidecar(catalog.library, toOriginalRecord(original), record)
  catalog.jobs.setState(id, 'cancelled')
  await sweepLibrary(catalog, Date.now())
  expect(left(catalog, files)).toEqual([])
  expect(catalog.restorations.count()).toBe(0)
})
