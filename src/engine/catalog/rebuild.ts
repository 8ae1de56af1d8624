import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createChanges } from './changes.ts'
import { throwIfCancelled } from './failures.ts'
import { look } from './hash.ts'
import { noJournal, readJournal } from './journal.ts'
import { createFolders, type Library, libraryAt, sidecarOf } from './library.ts'
import { lockLibrary } from './lock.ts'
import { keepCopy, openDatabase } from './open.ts'
import { originalsTable } from './originals.ts'
import type { OriginalRecord, RestorationRecord } from './records.ts'
import { restorationsTable } from './restorations.ts'
import { salvage } from './salvage.ts'
import { readSidecar } from './sidecar.ts'

export interface RebuildOptions {
  readonly signal?: AbortSignal
  /** `found` counts sidecars read so far. */
  readonly onProgress?: (progress: { found: number }) => void
}
export interface RebuildResult {
  readonly originals: number
  readonly restorations: number
  /** Sidecars that could not be read, or whose result is gone; paths relative to the library. */
  readonly skipped: string[]
  /** Copy of the former catalog; null when there was none. */
  readonly kept: string | null
  /** Tables of the former catalog that were beyond reading. */
  readonly lost: string[]
}

/**
 * Makes the catalog anew from the files of the library: the journal of originals and the sidecars beside results.
 * Needs the library to be closed. The new file is complete before it takes the place of the old one, of which a copy
 * is kept: killed at any moment, there is a whole catalog.
 * Albums, tags, people, settings and timings come from the old catalog as far as it can be read; the queue starts afresh.
 */
export async function rebuildCatalog(folder: string, options: RebuildOptions = {}): Promise<RebuildResult> {
  const library = libraryAt(folder)
  createFolders(library)
  const unlock = lockLibrary(library.lock, library.root)
  try {
    const skipped: string[] = []
    const originals = await readJournal(library.journal)
    const restorations: RestorationRecord[] = []
    for await (const found of sidecars(library, skipped)) {
      throwIfCancelled(options.signal)
      // The journal is the newer word; a sidecar tells of its original as it was when the result was made.
      if (!originals.has(found.original.sha256)) originals.set(found.original.sha256, found.original)
      const id = originals.get(found.original.sha256)?.id ?? found.original.id
      restorations.push({ ...found.restoration, originalId: id })
      options.onProgress?.({ found: restorations.length })
    }
    const gone = await goneFrom([...originals.values()], options.signal)
    const fresh = `${library.catalog}.rebuilding`
    await removeDatabase(fresh)
    const kept = existsSync(library.catalog) ? keepCopy(library.catalog, 'before-rebuild') : null
    const lost = fill(fresh, { originals: [...originals.values()], gone, restorations }, kept && library.catalog)
    await swap(fresh, library.catalog)
    return { originals: originals.size, restorations: restorations.length, skipped, kept, lost }
  } finally {
    unlock()
  }
}

/** Every sidecar whose result is there, below Restorations/xx/<sha256>/. */
async function* sidecars(library: Library, skipped: string[]) {
  const entries = await readdir(library.restorations, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.') || !entry.name.endsWith('.json')) continue
    const file = join(entry.parentPath, entry.name)
    const found = await readSidecar(file)
    // A sidecar speaks for the place it lies in, not for one it names.
    const own = found && join(library.root, sidecarOf(found.restoration.file)) === file
    if (found && own && existsSync(join(library.root, found.restoration.file))) yield found
    else skipped.push(file.slice(library.root.length + 1))
  }
}

/** Ids of originals that are not at their paths. By size alone: hashing them all is the business of `verifyOriginals`. */
async function goneFrom(originals: readonly OriginalRecord[], signal: AbortSignal | undefined): Promise<string[]> {
  const gone: string[] = []
  for (const { id, path, bytes } of originals) {
    throwIfCancelled(signal)
    const found = await look(path).catch(() => undefined)
    if (found?.bytes !== bytes) gone.push(id)
  }
  return gone
}

interface Contents {
  readonly originals: readonly OriginalRecord[]
  /** Ids of originals that are missing. */
  readonly gone: readonly string[]
  readonly restorations: readonly RestorationRecord[]
}

/** @returns tables of `former` that could not be carried over */
function fill(file: string, { originals, gone, restorations }: Contents, former: string | null): string[] {
  const db = openDatabase(file)
  try {
    const changes = createChanges()
    const tables = { originals: originalsTable(db, noJournal, changes), restorations: restorationsTable(db, changes) }
    const byTime =
      <T>(time: (record: T) => string) =>
      (a: T, b: T) =>
        time(a) < time(b) ? -1 : Number(time(a) > time(b))
    db.transaction(() => {
      // A child may be dated before its parent where clocks were changed.
      db.pragma('defer_foreign_keys = ON')
      tables.originals.add(originals.toSorted(byTime((record) => record.importedAt)))
      tables.originals.setMissing(gone, true)
      const known = new Set(restorations.map((record) => record.id))
      for (const record of restorations.toSorted(byTime((each) => each.createdAt))) {
        const parentId = record.parentId !== null && known.has(record.parentId) ? record.parentId : null
        tables.restorations.add({ ...record, parentId })
      }
    })()
    const lost = former === null ? [] : salvage(db, former)
    db.pragma('wal_checkpoint(TRUNCATE)')
    return lost
  } finally {
    db.close()
  }
}

/** Renames `fresh` over `file`. The old write-ahead log must be gone first: SQLite would replay it into the new file. */
async function swap(fresh: string, file: string): Promise<void> {
  if (existsSync(file)) foldLog(file)
  await rm(`${file}-wal`, { force: true })
  await rm(`${file}-shm`, { force: true })
  await rename(fresh, file)
}

/** Moves what the log holds into the old file, which stays whole if we are killed before the rename. */
function foldLog(file: string): void {
  try {
    const db = new Sqlite(file)
    try {
      db.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      db.close()
    }
  } catch {
    // Damaged: this is why it is rebuilt. The copy holds file and log as they were.
  }
}

async function removeDatabase(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${file}${end}`, { force: true })
}
