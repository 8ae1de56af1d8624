import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalog } from '../../../src/engine/catalog/catalog.ts'
import { importFiles } from '../../../src/engine/catalog/import.ts'
import { pictureMedia } from '../../../src/engine/catalog/picture-media.ts'
import { fillCatalog } from '../catalog-scale.ts'
import { drawnJpeg } from '../pictures.ts'
import { fixed, percentile, printTable } from '../table.ts'

const words = ['grandma', 'wedding', '奶奶', 'tüb', '北京', 'garden school', 'img_0123', '家庭相册', 'ros', 'opa har']

/** Searching and listing a catalog of 100,000 pictures: what a gallery asks for on every key press. */
export async function benchSearch(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const catalog = openCatalog(folder)
  fillCatalog(catalog.db, 100_000)
  const pictures = catalog.listing
  const query = { text: '', shelf: 'all', order: 'date', offset: 0, limit: 200 } as const
  const time = (run: () => void) => {
    const start = performance.now()
    run()
    return performance.now() - start
  }
  const searches = Array.from({ length: 300 }, (_, i) =>
    time(() => pictures.list({ ...query, text: words[i % words.length] ?? '' })),
  )
  const pages = Array.from({ length: 300 }, (_, i) =>
    time(() => pictures.list({ ...query, offset: (i * 331) % 99_000 })),
  )
  const shelves = Array.from({ length: 50 }, () => time(() => pictures.counts()))
  const row = (name: string, times: readonly number[]) => [
    name,
    fixed(percentile(times, 0.5), 2),
    fixed(percentile(times, 0.95), 2),
  ]
  printTable(
    'Catalog of 100,000 pictures, milliseconds',
    ['what', 'p50', 'p95'],
    [row('search, first 200 hits', searches), row('page of 200 by date', pages), row('counts of the shelves', shelves)],
  )
  catalog.close()
  await rm(folder, { recursive: true })
}

/** Importing photos as a camera makes them: hashing, reading what the file says, a thumbnail, a row. */
export async function benchImport(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const photos = join(folder, 'photos')
  await mkdir(photos)
  const count = 24
  for (let i = 0; i < count; i++) await drawnJpeg(join(photos, `photo ${i}.jpg`), 4000, 3000, i + 1)
  const catalog = openCatalog(join(folder, 'library'))
  const start = performance.now()
  const { added } = await importFiles(catalog, { paths: [photos], media: pictureMedia })
  const seconds = (performance.now() - start) / 1000
  printTable(
    'Import of 12-megapixel JPEGs, thumbnails included',
    ['photos', 'seconds', 'photos/s'],
    [[`${added.length}`, fixed(seconds), fixed(added.length / seconds)]],
  )
  catalog.close()
  await rm(folder, { recursive: true })
}
