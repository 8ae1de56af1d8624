import type { Database } from 'better-sqlite3'
import type { Changes } from './changes.ts'
import { type Doomed, filesOfOriginal, filesOfRestoration } from './doomed.ts'
import type { Journal } from './journal.ts'
import type { RestorationRow } from './rows.ts'

export interface Removal {
  /** Takes pictures out with their restorations and jobs. Unknown ids are passed over: gone is gone. */
  originals(ids: readonly string[]): void
  restorations(ids: readonly string[]): void
}

/** Removal of rows; their files are doomed in the same transaction and deleted by `doomed.deleteAll()`. */
export function removal(db: Database, doomed: Doomed, journal: Journal, changes: Changes): Removal {
  const sha256 = db.prepare<[string], string>('SELECT sha256 FROM originals WHERE id = ?').pluck()
  const ofOriginal = db.prepare<[string], RestorationRow>('SELECT * FROM restorations WHERE original_id = ?')
  const restoration = db.prepare<[string], RestorationRow>('SELECT * FROM restorations WHERE id = ?')
  const removeOriginal = db.prepare('DELETE FROM originals WHERE id = ?')
  const removeRestoration = db.prepare('DELETE FROM restorations WHERE id = ?')

  const removeOriginals = db.transaction((ids: readonly string[]) => {
    const gone: string[] = []
    for (const id of ids) {
      const hash = sha256.get(id)
      if (hash === undefined) continue
      doomed.add([...filesOfOriginal(hash), ...ofOriginal.all(id).flatMap(filesOfRestoration)])
      removeOriginal.run(id)
      gone.push(hash)
    }
    return gone
  })
  const removeRestorations = db.transaction((ids: readonly string[]) => {
    const rows = ids.flatMap((id) => restoration.get(id) ?? [])
    for (const row of rows) {
      doomed.add(filesOfRestoration(row))
      removeRestoration.run(row.id)
    }
    return rows
  })

  return {
    originals: (ids) => {
      journal.remove(removeOriginals.immediate(ids))
      changes.touch({ originals: ids })
    },
    restorations: (ids) => {
      const rows = removeRestorations.immediate(ids)
      changes.touch({ originals: rows.map((row) => row.original_id), restorations: rows.map((row) => row.id) })
    },
  }
}
