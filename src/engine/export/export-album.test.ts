import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportOptions } from '../../shared/export.ts'
import { albumsTable } from '../catalog/albums.ts'
import { importFiles } from '../catalog/import.ts'
import { fakeMedia, openTemporary, temporaryFolder, writeFiles } from '../catalog/testing.ts'
import { exportAlbum } from './export-album.ts'

const none = () => Promise.reject(new Error('nothing here is restored'))

test.each(['Originals', 'Originals/new', 'Cache'])('the inside of the library takes no album: %s', async (inside) => {
  const catalog = openTemporary()
  const photos = temporaryFolder()
  writeFiles(photos, { 'a.jpg': 'a' })
  const { added } = await importFiles(catalog, { paths: [photos], media: fakeMedia() })
  const albums = albumsTable(catalog.db)
  const album = albums.create('家庭相册', '')
  albums.add(album.id, added)
  const folder = join(catalog.library.root, inside)
  mkdirSync(folder, { recursive: true })
  const before = readdirSync(folder)
  const needs = {
    catalog,
    perform: none,
    settings: () => ({ models: [], device: 'cpu' as const, threads: 1 }),
    log: none,
  }
  const exporting = exportAlbum(needs, {
    name: album.name,
    note: '',
    originals: added,
    folder,
    options: exportOptions.parse({ format: 'png' }),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  await expect(exporting).rejects.toMatchObject({ code: 'would-overwrite' })
  expect(readdirSync(folder)).toEqual(before)
})
