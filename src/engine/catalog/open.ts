import { closeSync, copyFileSync, existsSync, fdatasyncSync, openSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { checkOwnership, migrate, migrations, versionOf } from './migrate.ts'
import { explain, isCorruption } from './sqlite-errors.ts'

/**
 * Opens a catalog file, creating or migrating it. Close with `db.close()`.
 * Throws `catalog-newer`, `catalog-broken` (a copy of the file was kept: `details.copy`), `catalog-busy`,
 * `no-permission`, `disk-full`.
 */
export function openDatabase(file: string): Database {
  const unclean = existsSync(`${file}-wal`)
  let db: Database | undefined
  try {
    db = new Sqlite(file)
    checkOwnership(db)
    configure(db)
    if (unclean) checkPages(db)
    upgrade(db, file)
    return db
  } catch (error) {
    db?.close()
    const broken = isCorruption(error) || (error instanceof AppError && error.code === 'catalog-broken')
    throw broken ? brokenCatalog(file, error) : explain(error)
  }
}

/** Opens a catalog that another process may be writing. It must be there and up to date. */
export function openForReading(file: string): Database {
  if (!existsSync(file)) throw new AppError('file-missing', 'There is no catalog in this folder.', { file })
  let db: Database | undefined
  try {
    db = new Sqlite(file, { readonly: true })
    checkOwnership(db)
    if (versionOf(db) === migrations.length) return db
    throw new AppError('catalog-busy', 'This catalog is of an older Daguerre and has yet to be brought up to date.')
  } catch (error) {
    db?.close()
    throw explain(error)
  }
}

/** NORMAL: in WAL mode a power cut may lose the last moments, never the file. */
function configure(db: Database): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  db.pragma('cache_size = -32000')
  db.pragma('temp_store = MEMORY')
  db.pragma('journal_size_limit = 67108864')
}

/** Reads every page. Only after an unclean end, because it takes a while. */
function checkPages(db: Database): void {
  const verdict = db.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw new AppError('catalog-broken', `The catalog file is damaged: ${String(verdict)}`)
}

function upgrade(db: Database, file: string): void {
  const version = versionOf(db)
  if (version === migrations.length) return
  if (version > 0) {
    const backup = freeName(`${file}.before-${migrations.length}`)
    db.prepare('VACUUM INTO ?').run(backup)
  }
  migrate(db)
}

/** Keeps a copy of a broken catalog, so that nothing done later can lose what it still holds. */
function brokenCatalog(file: string, cause: unknown): AppError {
  const copy = existsSync(file) ? keepCopy(file, 'broken') : ''
  const message = 'The catalog file is damaged. A copy was kept; the catalog can be rebuilt from the library.'
  return new AppError('catalog-broken', message, { copy: basename(copy) }, { cause })
}

/**
 * Copies a catalog with its write-ahead log to `<file>.<word>-<time of last change>`.
 * The same state of the file is copied once only. @returns the copy's path
 */
export function keepCopy(file: string, word: string): string {
  const { mtime, size } = statSync(file)
  const copy = `${file}.${word}-${mtime.toISOString().replaceAll(/[:.]/g, '-')}`
  if (existsSync(copy) && statSync(copy).size === size) return copy
  if (existsSync(`${file}-wal`)) copySafely(`${file}-wal`, `${copy}-wal`)
  copySafely(file, copy)
  return copy
}

function copySafely(from: string, to: string): void {
  copyFileSync(from, to)
  const descriptor = openSync(to, 'r+')
  fdatasyncSync(descriptor)
  closeSync(descriptor)
}

function freeName(wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    if (!existsSync(name)) return name
  }
}
