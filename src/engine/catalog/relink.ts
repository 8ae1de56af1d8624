import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Catalog } from './catalog.ts'
import { throwIfCancelled } from './failures.ts'
import { fingerprint, look } from './hash.ts'
import { isUnchanged } from './import-original.ts'
import { allOriginals } from './verify.ts'
import { walk } from './walk.ts'

export interface RelinkOptions {
  /** Where to look, with everything below. */
  readonly folders: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { looked: number; relinked: number }) => void
}
export interface RelinkResult {
  readonly relinked: number
  /** Paths of originals that are still missing. */
  readonly missing: string[]
}

/**
 * Finds originals that were moved or renamed outside of Daguerre, by their content: notes, ratings and restorations
 * stay with them. Only files with the size of a missing original are read.
 */
export async function relinkOriginals(catalog: Catalog, options: RelinkOptions): Promise<RelinkResult> {
  const wanted = await missingOriginals(catalog, options.signal)
  const sizes = new Set([...wanted.values()].map((row) => row.bytes))
  let looked = 0
  let relinked = 0
  for await (const found of walk(options.folders, catalog.library)) {
    if (wanted.size === 0) break
    throwIfCancelled(options.signal)
    if (!('file' in found)) continue
    options.onProgress?.({ looked: ++looked, relinked })
    const print = await printIfSized(found.file, sizes, options.signal)
    const row = print && wanted.get(print.sha256)
    if (!print || !row) continue
    catalog.originals.relocate(row.id, { path: found.file, name: basename(found.file), mtime: print.mtime })
    wanted.delete(print.sha256)
    relinked++
  }
  return { relinked, missing: [...wanted.values()].map((row) => row.path) }
}

/** Looks at every original's place and brings the shelf of missing ones up to date. By SHA-256. */
async function missingOriginals(catalog: Catalog, signal: AbortSignal | undefined) {
  const wanted = new Map<string, { id: string; bytes: number; path: string }>()
  for (const row of allOriginals(catalog)) {
    throwIfCancelled(signal)
    const there = await isUnchanged(row.path, row)
    if (there !== (row.missing === 0)) catalog.originals.setMissing([row.id], !there)
    if (!there) wanted.set(row.sha256, { id: row.id, bytes: row.bytes, path: row.path })
  }
  return wanted
}

/** A file that cannot be read is not the one looked for. */
async function printIfSized(file: string, sizes: ReadonlySet<number>, signal: AbortSignal | undefined) {
  try {
    return sizes.has((await look(file)).bytes) ? await fingerprint(file, signal) : undefined
  } catch (error) {
    if (error instanceof AppError && error.code !== 'cancelled') return undefined
    throw error
  }
}
