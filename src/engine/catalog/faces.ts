import type { Database } from 'better-sqlite3'
import { type FoundFaces, foundFaces } from '../../shared/faces.ts'

export interface FacesTable {
  /** What was found with this network in this way; undefined when nobody looked. */
  get(originalId: string, stamp: string): FoundFaces | undefined
  /** Takes the place of what was found before. */
  set(originalId: string, stamp: string, found: FoundFaces): void
  /** Forgets everything that was found. */
  clear(): void
}

export function facesTable(db: Database): FacesTable {
  const get = db
    .prepare<[string, string], string>('SELECT found FROM faces WHERE original_id = ? AND stamp = ?')
    .pluck()
  const set = db.prepare(
    `INSERT INTO faces (original_id, stamp, found) VALUES (?, ?, ?)
       ON CONFLICT (original_id) DO UPDATE SET stamp = excluded.stamp, found = excluded.found`,
  )
  const clear = db.prepare('DELETE FROM faces')
  return {
    get: (originalId, stamp) => {
      const found = get.get(originalId, stamp)
      return found === undefined ? undefined : foundFaces.safeParse(JSON.parse(found)).data
    },
    set: (originalId, stamp, found) => void set.run(originalId, stamp, JSON.stringify(found)),
    clear: () => void clear.run(),
  }
}
