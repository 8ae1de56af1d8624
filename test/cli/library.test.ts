import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { srvgg } from '../../src/engine/models/testing/networks.ts'
import { callOf, writePth } from '../../src/engine/models/testing/write-pth.ts'
import { drawnJpeg } from '../bench/pictures.ts'
import { daguerre } from './daguerre.ts'

let root = ''
const at = (...parts: string[]) => join(root, ...parts)
const library = () => ['--library', at('library'), '--json']

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'daguerre-cli-'))
  await mkdir(at('photos'))
  await drawnJpeg(at('photos', '奶奶 1935.jpg'), 120, 90, 1)
  await drawnJpeg(at('photos', 'harbour.jpg'), 90, 120, 2)
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

test('import, search, albums, export, verify, rebuild', async () => {
  const imported = await daguerre(['catalog', 'import', at('photos'), ...library()])
  expect(imported.status).toBe(0)
  expect(imported.records[0]).toMatchObject({ duplicates: 0, failed: [] })
  const again = await daguerre(['catalog', 'import', at('photos'), ...library()])
  expect(again.records[0]).toMatchObject({ added: [], duplicates: 2 })

  const found = await daguerre(['catalog', 'search', '奶奶', ...library()])
  expect(found.records.map((record) => record.name)).toEqual(['奶奶 1935.jpg'])
  const all = (await daguerre(['catalog', 'list', ...library()])).records
  expect(all).toHaveLength(2)

  const album = await daguerre(['album', 'create', '家庭 album', ...library()])
  expect(album.records[0]).toMatchObject({ name: '家庭 album', pictures: 0 })
  const ids = all.map((record) => String(record.id))
  const filled = await daguerre(['album', 'add', '家庭 album', ...ids, ...library()])
  expect(filled.records[0]).toMatchObject({ pictures: 2 })
  const exported = await daguerre(['album', 'export', '家庭 album', '--out', at('album'), ...library()])
  expect(exported.status).toBe(0)
  const files = await readdir(at('album'))
  expect(files.filter((name) => name.endsWith('.html')).sort()).toEqual(['contact-sheet.html', 'index.html'])
  expect(files).toHaveLength(4)
  expect(await readFile(at('album', 'index.html'), 'utf8')).toContain('奶奶 1935.jpg')

  expect((await daguerre(['catalog', 'verify', ...library()])).records[0]).toMatchObject({ intact: 2 })
  await writeFile(at('photos', 'harbour.jpg'), 'somebody else wrote here')
  const verified = await daguerre(['catalog', 'verify', ...library()])
  expect(verified.status).toBe(1)
  expect(verified.records[0]).toMatchObject({ intact: 1, changed: [at('photos', 'harbour.jpg')] })

  await mkdir(at('photos', 'moved'))
  await rename(at('photos', '奶奶 1935.jpg'), at('photos', 'moved', 'grandmother.jpg'))
  const relinked = await daguerre(['catalog', 'relink', at('photos'), ...library()])
  expect(relinked.status).toBe(1)
  expect(relinked.records[0]).toMatchObject({ relinked: 1, missing: [at('photos', 'harbour.jpg')] })

  const rebuilt = await daguerre(['catalog', 'rebuild', ...library()])
  expect(rebuilt.records[0]).toMatchObject({ originals: 2 })
  expect((await daguerre(['catalog', 'stats', ...library()])).records[0]).toMatchObject({ shelves: { all: 2 } })
})

test('looking where there is no library is told plainly', async () => {
  const { status, stderr } = await daguerre(['catalog', 'list', '--library', at('nowhere')])
  expect(status).toBe(3)
  expect(stderr).toContain('import pictures first')
})

test('the models tell of themselves', async () => {
  const { status, records } = await daguerre(['models', 'list', '--json', '--library', at('no-models')])
  expect(status).toBe(0)
  expect(records.filter(({ state }) => state === 'built-in').length).toBeGreaterThanOrEqual(2)
  expect(records.filter(({ state }) => state === 'available').length).toBeGreaterThanOrEqual(9)
  for (const { state, sha256 } of records) if (state !== 'by-hand') expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  expect((await daguerre(['models', 'show', 'no-such-model'])).status).toBe(1)
})

test('a model file is imported, a dangerous one is not, and what was imported is removed', async () => {
  const [library, file, evil] = [at('with-models'), at('Small One.pth'), at('evil.pth')]
  await writeFile(file, writePth(srvgg({ scale: 3 }), 'params'))
  await writeFile(evil, writePth(srvgg(), undefined, [['x', callOf('os.system', 'true')]]))
  const imported = await daguerre(['models', 'import', file, '--id', 'mine', '--json', '--library', library])
  expect(imported).toMatchObject({ status: 0, records: [{ id: 'mine', ok: true, card: { scale: 3 } }] })
  const refused = await daguerre(['models', 'import', evil, '--json', '--library', library])
  expect(refused).toMatchObject({ status: 1, records: [{ ok: false, error: { code: 'model-refused' } }] })
  const listed = await daguerre(['models', 'list', '--json', '--library', library])
  expect(listed.records.filter(({ state }) => state === 'imported').map(({ id }) => id)).toEqual(['mine'])
  const gone = await daguerre(['models', 'remove', 'mine', 'mine', '--json', '--library', library])
  expect(gone).toMatchObject({ status: 1, records: [{ ok: true }, { ok: false, error: { code: 'not-found' } }] })
  expect((await daguerre(['models', 'import', file, '--id', 'Not Good', '--library', library])).status).toBe(1)
})
