import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { modelCard } from '../../shared/model-card.ts'
import type { CatalogEntry } from '../../shared/models.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { installStandIn, repeater } from '../inference/testing/stand-ins.ts'
import { createModelLibrary } from './library.ts'
import { srvgg } from './testing/networks.ts'
import { callOf, writePth } from './testing/write-pth.ts'

const root = mkdtempSync(join(tmpdir(), 'daguerre-models-'))
const shipped = join(root, 'shipped')
const files = join(root, 'files')
let store = ''
let count = 0

const good = writePth(srvgg(), 'params')
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const fileOf = (name: string, bytes: Uint8Array) => {
  writeFileSync(join(files, name), bytes)
  return join(files, name)
}

let server: Server
let served: Uint8Array = good
let url = ''
beforeAll(async () => {
  mkdirSync(files)
  installStandIn(shipped, 'upscale-clean-x2', repeater(2))
  server = createServer((_request, response) => response.end(served))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny.pth`
})
afterAll(() => {
  server.close()
  rmSync(root, { recursive: true })
})
beforeEach(() => {
  store = join(root, `store-${count++}`)
  served = good
})

const words = { en: 'drawings', 'zh-CN': '图画' }
const entry = (changes: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id: 'tiny',
  name: 'Tiny',
  task: 'upscale',
  architecture: 'SRVGGNetCompact',
  goodFor: words,
  licence: { name: 'CC BY-NC 4.0', nonCommercial: true },
  page: 'https://example.org/tiny',
  download: { url, bytes: good.length, sha256: sumOf(good), sumStatedBy: 'this test' },
  ...changes,
})
const open = (catalog: CatalogEntry[] = []) => createModelLibrary({ builtIn: [shipped], store, catalog })
const there = () => (existsSync(store) ? readdirSync(store).filter((name) => name !== '.downloads') : [])

describe('imported files', () => {
  test('become a model with a card that tells where it came from', async () => {
    const library = open()
    const card = await library.importFiles([fileOf('My Model_x2.pth', good)], undefined)
    expect(modelCard.parse(JSON.parse(readFileSync(join(store, 'my-model-x2/card.json'), 'utf8')))).toEqual(card)
    expect(card).toMatchObject({ id: 'my-model-x2', task: 'upscale', scale: 2, receptiveField: 3 })
    expect(card.provenance).toMatchObject({
      kind: 'imported',
      format: 'pth',
      files: [{ name: 'My Model_x2.pth', bytes: good.length, sha256: sumOf(good) }],
    })
    expect(card.sha256).toBe(sumOf(readFileSync(join(store, 'my-model-x2/model.onnx'))))
    expect((await library.list()).map(({ id, state }) => [id, state])).toEqual([
      ['upscale-clean-x2', 'built-in'],
      ['my-model-x2', 'imported'],
    ])
  })

  test('are found by a store that was open before, and gone once they are removed', async () => {
    const models = openModelStore([shipped, store])
    expect(models.list()).toHaveLength(1)
    await open().importFiles([fileOf('late.pth', good)], undefined)
    expect(models.find('late').card.scale).toBe(2)
    await open().remove('late')
    expect(() => models.find('late')).toThrow(/not installed/)
    expect(there()).toEqual([])
  })

  test('of the same name replace the earlier one whole', async () => {
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    await open().importFiles([fileOf('b.pth', writePth(srvgg({ scale: 4 })))], 'mine')
    expect(openModelStore([store]).find('mine').card.scale).toBe(4)
    expect(there()).toEqual(['mine'])
  })

  test.each(['upscale-clean-x2', 'Bad Name', '../out', 'a~b', ''])('cannot be called “%s”', async (id) => {
    await expect(open().importFiles([fileOf('a.pth', good)], id)).rejects.toMatchObject({
      code: expect.stringMatching(/would-overwrite|invalid-input/),
    })
    expect(there()).toEqual([])
  })

  test('that are refused leave nothing behind and the earlier model as it was', async () => {
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    const before = readFileSync(join(store, 'mine/card.json'), 'utf8')
    const evil = writePth(srvgg(), undefined, [['x', callOf('os.system', 'true')]])
    await expect(open().importFiles([fileOf('evil.pth', evil)], 'mine')).rejects.toMatchObject({
      code: 'model-refused',
    })
    expect(there()).toEqual(['mine'])
    expect(readFileSync(join(store, 'mine/card.json'), 'utf8')).toBe(before)
  })
})

describe('the catalog', () => {
  test('shows what can be had, downloads it and keeps both sums', async () => {
    const library = open([entry()])
    expect((await library.show('tiny')).state).toBe('available')
    const card = await library.install('tiny')
    expect(card.provenance).toMatchObject({
      kind: 'downloaded',
      files: [{ name: 'tiny.pth', sha256: sumOf(good), url }],
    })
    expect(await library.show('tiny')).toMatchObject({
      state: 'downloaded',
      goodFor: [words],
      licence: { nonCommercial: true },
      sha256: card.sha256,
      files: [{ sha256: sumOf(good) }],
    })
    expect(readdirSync(join(store, '.downloads'))).toEqual([])
  })

  test('shrinks the result where the authors do', async () => {
    const card = await open([entry({ finalScale: 1 })]).install('tiny')
    expect(card).toMatchObject({ scale: 1, receptiveField: 4 })
  })

  test('a wrong checksum installs nothing and deletes nothing', async () => {
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    served = Buffer.from(good).reverse()
    await expect(open([entry()]).install('tiny')).rejects.toMatchObject({ code: 'checksum-wrong' })
    expect(there()).toEqual(['mine'])
  })

  test('a file that is what it should be, but no model, is refused and not kept', async () => {
    served = Buffer.from('hello, this is no model at all')
    const download = { url, bytes: served.length, sha256: sumOf(served), sumStatedBy: 'this test' }
    await expect(open([entry({ download })]).install('tiny')).rejects.toMatchObject({ code: 'model-refused' })
    expect(readdirSync(join(store, '.downloads'))).toEqual([])
  })

  test('what has to be fetched by hand is told so', async () => {
    const { download: _, ...rest } = entry()
    await expect(open([{ ...rest, byHand: words }]).install('tiny')).rejects.toThrow(/by hand/)
  })

  test('models we ship stay', async () => {
    await expect(open().remove('upscale-clean-x2')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(open().remove('../files')).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(files)).toBe(true)
  })
})

describe('a store somebody meddled with', () => {
  test('links are not followed', async () => {
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    symlinkSync(join(store, 'mine'), join(store, 'linked'))
    mkdirSync(join(store, 'half'))
    symlinkSync('/etc/passwd', join(store, 'half/model.onnx'))
    writeFileSync(join(store, 'half/card.json'), readFileSync(join(store, 'mine/card.json')))
    const models = openModelStore([store])
    for (const id of ['linked', 'half']) expect(() => models.find(id)).toThrow(/links to elsewhere/)
    await open().remove('linked')
    expect(existsSync(join(store, 'mine/model.onnx'))).toBe(true)
  })

  test('changed weights are not loaded', async () => {
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    const models = openModelStore([store])
    writeFileSync(join(store, 'mine/model.onnx'), 'something else')
    await expect(models.read('mine')).rejects.toMatchObject({ code: 'model-broken' })
  })

  test('a model installed anew is loaded anew', async () => {
    const pool = createSessionPool(openModelStore([store]), { device: 'cpu', threads: 1 })
    await open().importFiles([fileOf('a.pth', good)], 'mine')
    expect((await pool.session('mine')).card.scale).toBe(2)
    await open().importFiles([fileOf('b.pth', writePth(srvgg({ scale: 3 })))], 'mine')
    expect((await pool.session('mine')).card.scale).toBe(3)
    await pool.release()
  })
})
