import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type Changes, createChanges } from './changes.ts'
import { type Doomed, doomedFiles } from './doomed.ts'
import { type JobsTable, jobsTable } from './jobs-table.ts'
import { compactJournal, type Journal, noJournal, openJournal } from './journal.ts'
import { createFolders, type Library, libraryAt } from './library.ts'
import { type Listing, listing } from './listing.ts'
import { lockLibrary } from './lock.ts'
import { openDatabase, openForReading } from './open.ts'
import { type OriginalsTable, originalsTable } from './originals.ts'
import { type OriginalRecord, toOriginalRecord } from './records.ts'
import { type Removal, removal } from './remove.ts'
import { type RestorationsTable, restorationsTable } from './restorations.ts'
import type { OriginalRow } from './rows.ts'
import { type SettingsTable, settingsTable } from './settings.ts'
import { explained } from './sqlite-errors.ts'
import { type Timings, timingsTable } from './timings.ts'

/** An open catalog: its tables, each a module of its own. Everything is synchronous; a single row costs microseconds. */
export interface Catalog {
  readonly library: Library
  readonly db: Database
  readonly originals: OriginalsTable
  readonly listing: Listing
  readonly restorations: RestorationsTable
  readonly jobs: JobsTable
  readonly settings: SettingsTable
  readonly timings: Timings
  readonly remove: Removal
  readonly doomed: Doomed
  readonly changes: Changes
  close(): void
}

/** Opens the library in `folder` as its only writer, creating it if need be. Throws what `openDatabase` and `lockLibrary` throw. */
export function openCatalog(folder: string): Catalog {
  const library = libraryAt(folder)
  createFolders(library)
  const unlock = lockLibrary(library.lock, library.root)
  try {
    const db = openDatabase(library.catalog)
    return assemble(library, db, journalOf(library, db), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Opens a library for looking only, which works while a window has it open. Writing throws `no-permission`. */
export const openCatalogForReading = (folder: string): Catalog => {
  const library = libraryAt(folder)
  return assemble(library, openForReading(library.catalog), noJournal, () => {})
}

export const isLibrary = (folder: string): boolean => existsSync(libraryAt(folder).catalog)

function journalOf(library: Library, db: Database): Journal {
  const rows = db.prepare<[], OriginalRow>('SELECT * FROM originals ORDER BY row')
  const count = db.prepare<[], number>('SELECT count(*) FROM originals').pluck().get() ?? 0
  return explained(() => {
    compactJournal(library.journal, count, () => recordsOf(rows.iterate()))
    return openJournal(library.journal)
  })
}

function* recordsOf(rows: Iterable<OriginalRow>): Generator<OriginalRecord> {
  for (const row of rows) yield toOriginalRecord(row)
}

function assemble(library: Library, db: Database, journal: Journal, unlock: () => void): Catalog {
  const changes = createChanges()
  const doomed = doomedFiles(db, library)
  return {
    library,
    db,
    originals: originalsTable(db, journal, changes),
    listing: listing(db),
    restorations: restorationsTable(db, changes),
    jobs: jobsTable(db),
    settings: settingsTable(db),
    timings: timingsTable(db),
    remove: removal(db, doomed, journal, changes),
    doomed,
    changes,
    close: () => {
      journal.close()
      if (!db.readonly) db.pragma('optimize')
      db.close()
      unlock()
    },
  }
}
