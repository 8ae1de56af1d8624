import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalog } from '../../src/engine/catalog/catalog.ts'
import { listQuery } from '../../src/shared/engine.ts'
import { fillCatalog } from './catalog-scale.ts'

export interface CatalogFigures {
  readonly originals: number
  readonly fillSeconds: number
  /** Opening the library, the first page and the counts of the shelves: what a window waits for. */
  readonly openMs: number
  readonly countsMs: number
  readonly pageP95Ms: number
  readonly searchP95Ms: number
  readonly searchWorstMs: number
}

const texts = [
  'i',
  'g',
  'img',
  'jpg',
  'grandma',
  'gran gard',
  'tubingen',
  'jose wien',
  'img_00',
  'IMG_000123',
  '奶',
  '奶奶',
  '家庭相册',
  '外婆家 img',
  'attic',
  'epson v6',
  'no such word',
]
const shelves = ['all', 'undated', 'restored', 'unrestored', 'missing'] as const
const orders = ['imported', 'name', 'date'] as const

/** Fills the library in `folder`, which is empty and is removed again, and times what a gallery does. */
export function benchCatalog(folder: string, originals = 100_000): CatalogFigures {
  const first = openCatalog(folder)
  const fillSeconds = fillCatalog(first.db, originals)
  first.close()
  // The rows came in behind the journal's back: this opening writes it.
  openCatalog(folder).close()

  const started = performance.now()
  const catalog = openCatalog(folder)
  catalog.listing.list(listQuery.parse({}))
  catalog.listing.counts()
  const openMs = performance.now() - started

  const pages: number[] = []
  const searches: number[] = []
  for (const shelf of shelves) {
    for (const order of orders) {
      for (const offset of [0, 1000, originals / 2]) {
        pages.push(time(() => catalog.listing.list(listQuery.parse({ shelf, order, offset }))))
      }
      for (const text of texts) searches.push(time(() => catalog.listing.list(listQuery.parse({ text, shelf, order }))))
    }
  }
  const countsMs = time(() => catalog.listing.counts())
  catalog.close()
  rmSync(folder, { recursive: true })
  return {
    originals,
    fillSeconds,
    openMs,
    countsMs,
    pageP95Ms: quantile(pages, 0.95),
    searchP95Ms: quantile(searches, 0.95),
    searchWorstMs: quantile(searches, 1),
  }
}

function time(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** @param args number of originals, 100,000 if left out */
export async function run([originals]: string[]): Promise<void> {
  const figures = benchCatalog(mkdtempSync(join(tmpdir(), 'daguerre-bench-')), Number(originals ?? 100_000))
  console.log(JSON.stringify(figures, null, 2))
}
