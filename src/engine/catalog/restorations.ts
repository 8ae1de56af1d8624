import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { Changes } from './changes.ts'
import type { RestorationRecord } from './records.ts'
import type { RestorationRow } from './rows.ts'

export interface RestorationsTable {
  /** Catalogues a finished restoration; its files must be in place (see `sidecar.ts`). Adding one again changes nothing. */
  add(record: RestorationRecord): void
  find(id: string): RestorationRow | undefined
  /** Throws `not-found`. */
  need(id: string): RestorationRow
  /** Newest first. */
  ofOriginal(originalId: string): RestorationRow[]
  after(row: number, limit: number): (RestorationRow & { row: number })[]
  edit(id: string, edit: { readonly name?: string; readonly note?: string }): void
  count(): number
}

const insert = `INSERT INTO restorations
  (id, original_id, parent_id, name, note, recipe, engine_version, created_at, file, map_file, width, height, sha256,
   seconds, fidelity, invention_share, invented_by, colour_guess)
  VALUES (@id, @originalId, @parentId, @name, @note, @recipe, @engineVersion, @createdAt, @file, @mapFile, @width, @height,
   @sha256, @seconds, @fidelity, @inventionShare, @inventedBy, @colourGuess)
  ON CONFLICT (id) DO NOTHING`

const restorationParameters = (record: RestorationRecord) => ({
  ...record,
  recipe: JSON.stringify(record.recipe),
  inventedBy: JSON.stringify(record.inventedBy),
  colourGuess: Number(record.colourGuess),
})

export function restorationsTable(db: Database, changes: Changes): RestorationsTable {
  const add = db.prepare(insert)
  const byId = db.prepare<[string], RestorationRow>('SELECT * FROM restorations WHERE id = ?')
  const ofOriginal = db.prepare<[string], RestorationRow>(
    'SELECT * FROM restorations WHERE original_id = ? ORDER BY created_at DESC, row DESC',
  )
  const after = db.prepare<[number, number], RestorationRow & { row: number }>(
    'SELECT * FROM restorations WHERE row > ? ORDER BY row LIMIT ?',
  )
  const change = db.prepare('UPDATE restorations SET name = @name, note = @note WHERE id = @id')
  const count = db.prepare<[], number>('SELECT count(*) FROM restorations').pluck()

  const need = (id: string): RestorationRow => {
    const row = byId.get(id)
    if (!row) throw new AppError('not-found', 'This restoration is not in the catalog any more.', { id })
    return row
  }
  return {
    add: (record) => {
      if (add.run(restorationParameters(record)).changes === 0) return
      changes.touch({ originals: [record.originalId], restorations: [record.id] })
    },
    find: (id) => byId.get(id),
    need,
    ofOriginal: (originalId) => ofOriginal.all(originalId),
    after: (row, limit) => after.all(row, limit),
    edit: (id, edit) => {
      const row = need(id)
      change.run({ id, name: edit.name ?? row.name, note: edit.note ?? row.note })
      changes.touch({ originals: [row.original_id], restorations: [id] })
    },
    count: () => count.get() ?? 0,
  }
}
