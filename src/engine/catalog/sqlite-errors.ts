import Sqlite from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'

const isSqliteError = (error: unknown): error is InstanceType<typeof Sqlite.SqliteError> =>
  error instanceof Sqlite.SqliteError

export const isCorruption = (error: unknown): boolean =>
  isSqliteError(error) && (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')

/** What a failure of SQLite or of the file system means to a user; anything unexpected comes back as it is. */
export function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = { cause: error }
  if (isCorruption(error)) return new AppError('catalog-broken', 'The catalog file is damaged.', {}, cause)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('catalog-busy', 'The catalog is in use by another Daguerre.', {}, cause)
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', 'The disk of the library is full.', {}, cause)
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || isDenied(code)) {
    return new AppError('no-permission', 'The library folder cannot be written.', {}, cause)
  }
  return error
}

const isDenied = (code: string): boolean => code === 'EACCES' || code === 'EPERM' || code === 'EROFS'

/** Runs `work`; what it throws is told in words for users. */
export function explained<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(error)
  }
}
