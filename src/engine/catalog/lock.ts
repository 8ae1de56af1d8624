import Sqlite from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { explain } from './sqlite-errors.ts'

/**
 * Makes this process the only writer of a library until the returned function is called or the process ends, however
 * it ends: the lock is SQLite's own lock on an empty database, kept by the operating system, so it can never go stale.
 * The file must not be opened by anything else here (closing it elsewhere would drop a POSIX lock).
 */
export function lockLibrary(file: string, folder: string): () => void {
  let db: Sqlite.Database | undefined
  try {
    db = new Sqlite(file, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
    const held = db
    return () => {
      held.close()
    }
  } catch (error) {
    db?.close()
    const told = explain(error)
    if (told instanceof AppError && told.code === 'catalog-busy') {
      throw new AppError(
        'catalog-busy',
        'This library is open in another Daguerre.',
        { library: folder },
        { cause: error },
      )
    }
    throw told
  }
}
