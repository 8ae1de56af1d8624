import { homedir } from 'node:os'
import { basename, dirname, sep } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Catalog } from './catalog.ts'
import { throwIfCancelled } from './failures.ts'
import { fingerprint, look } from './hash.ts'
import { isUnchanged } from './import-original.ts'
import { isWithin } from './library.ts'
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
  /** Originals that were said to be missing and lie in their places again. */
  readonly returned: number
  /** Paths of originals that are still missing. */
  readonly missing: string[]
}

/**
 * Finds originals that were moved or renamed outside of Daguerre, by their content: notes, ratings and restorations
 * stay with them. Only files with the size of a missing original are read.
 */
export async function relinkOriginals(catalog: Catalog, options: RelinkOptions): Promise<RelinkResult> {
  const { wanted, returned } = await missingOriginals(catalog, options.signal)
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
  return { relinked, returned, missing: [...wanted.values()].map((row) => row.path) }
}

/**
 * Where a picture that was moved most likely is: in a folder of the library's other pictures, or beside the one it lay
 * in. A whole disk, or all of the user's own folder, is looked through only when it is named.
 */
export function placesToLook(catalog: Catalog): string[] {
  const folders = new Set<string>()
  for (const { path } of allOriginals(catalog)) {
    const folder = dirname(path)
    for (const place of [folder, dirname(folder)]) if (!isTooWide(place)) folders.add(place)
  }
  // In this order what lies below a folder follows it, and is looked through with it.
  const sorted = [...folders].map((folder) => folder + sep).sort()
  const outermost: string[] = []
  for (const folder of sorted) if (!folder.startsWith(outermost.at(-1) ?? '\0')) outermost.push(folder)
  return outermost.map((folder) => folder.slice(0, -sep.length))
}

const isTooWide = (folder: string): boolean => dirname(folder) === folder || isWithin(folder, homedir())

/** Looks at every original's place and brings the shelf of missing ones up to date. By SHA-256. */
async function missingOriginals(catalog: Catalog, signal: AbortSignal | undefined) {
  const wanted = new Map<string, { id: string; bytes: number; path: string }>()
  let returned = 0
  for (const row of allOriginals(catalog)) {
    throwIfCancelled(signal)
    const there = await isUnchanged(row.path, row)
    if (there !== (row.missing === 0)) catalog.originals.setMissing([row.id], !there)
    if (!there) wanted.set(row.sha256, { id: row.id, bytes: row.bytes, path: row.path })
    else if (row.missing === 1) returned++
  }
  return { wanted, returned }
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
