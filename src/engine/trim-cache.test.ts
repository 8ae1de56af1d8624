import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { trimCache } from './trim-cache.ts'

test('the oldest large renditions go, thumbnails and half-written ones stay', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'daguerre-cache-'))
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }))
  const names = [
    'full/aa/1',
    'r-full/bb/2',
    'view/cc/3',
    'r-view/dd/4',
    'film-preview/gg/0.mkv',
    'thumb/ee/0',
    'r-thumb/ff/0',
    'full/aa/.x.part',
  ]
  for (const name of names) {
    mkdirSync(dirname(join(cache, name)), { recursive: true })
    writeFileSync(join(cache, name), Buffer.alloc(100))
    utimesSync(join(cache, name), 1000, 1000 + (Number(name.at(-1)) || 0))
  }
  expect(await trimCache(cache, 250)).toBe(300)
  expect(names.filter((name) => !existsSync(join(cache, name)))).toEqual([
    'full/aa/1',
    'r-full/bb/2',
    'film-preview/gg/0.mkv',
  ])
  expect(await trimCache(cache, 250)).toBe(0)
  expect(await trimCache(join(cache, 'none'))).toBe(0)
})

test('a pyramid goes as one, and what was left half cut goes first', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'daguerre-cache-'))
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }))
  const tiles = ['aa/1/0/0_0.jpeg', 'aa/1/1/0_0.jpeg', 'bb/2/0/0_0.jpeg', 'bb/.3.part/p_files/0/0_0.jpeg']
  for (const [index, name] of tiles.entries()) {
    const path = join(cache, 'tiles', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.alloc(100))
    utimesSync(path, 1000, 1000 + index)
  }
  expect(await trimCache(cache, 150)).toBe(300)
  expect(tiles.filter((name) => existsSync(join(cache, 'tiles', name)))).toEqual(['bb/2/0/0_0.jpeg'])
})
