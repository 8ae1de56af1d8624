import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { Changes } from './changes.ts'
import type { Journal } from './journal.ts'
import { labelNames } from './label-names.ts'
import { type OriginalRecord, originalParameters, originalRecord, toOriginalRecord } from './records.ts'
import type { OriginalRow } from './rows.ts'

export interface OriginalEdit {
  readonly note?: string
  readonly rating?: number
  readonly flag?: number
  /** EDTF, or null for undated. */
  readonly date?: string | null
}

export interface OriginalsTable {
  /** Adds those whose content is not catalogued yet, all or none. @returns the ids that were added */
  add(records: readonly OriginalRecord[]): string[]
  find(id: string): OriginalRow | undefined
  /** Throws `not-found`. */
  need(id: string): OriginalRow
  bySha256(sha256: string): OriginalRow | undefined
  /** The pictures catalogued at a path; more than one when a file was replaced by another. */
  byPath(path: string): OriginalRow[]
  /** Rows in order of import, from behind `row` on: for walks over the whole catalog. */
  after(row: number, limit: number, missing?: boolean): OriginalRow[]
  edit(ids: readonly string[], edit: OriginalEdit): void
  /** Makes their searchable words anew: their tags or people have changed. */
  reword(ids: readonly string[]): void
  /** The file was found at another place (or again at the old one). */
  relocate(id: string, place: Pick<OriginalRecord, 'path' | 'name' | 'mtime'>): void
  setMissing(ids: readonly string[], missing: boolean): void
  count(): number
}

const insert = `INSERT INTO originals
  (id, sha256, path, name, name_key, kind, format, bytes, mtime, width, height, bit_depth, has_profile,
   date_edtf, date_min, date_max, facts, note, rating, flag, looks, imported_at, words)
  VALUES (@id, @sha256, @path, @name, @name_key, @kind, @format, @bytes, @mtime, @width, @height, @bitDepth, @hasProfile,
   @date_edtf, @date_min, @date_max, @facts, @note, @rating, @flag, @looks, @importedAt, @words)
  ON CONFLICT (sha256) DO NOTHING`

const update = `UPDATE originals SET path = @path, name = @name, name_key = @name_key, mtime = @mtime, missing = @missing,
  date_edtf = @date_edtf, date_min = @date_min, date_max = @date_max, note = @note, rating = @rating,
  flag = @flag, looks = @looks, words = @words
  WHERE id = @id`

/** Everything that reads or writes single originals; lists and searches are in `listing.ts`. */
export function originalsTable(db: Database, journal: Journal, changes: Changes): OriginalsTable {
  const add = db.prepare(insert)
  const change = db.prepare(update)
  const byId = db.prepare<[string], OriginalRow>('SELECT * FROM originals WHERE id = ?')
  const bySha256 = db.prepare<[string], OriginalRow>('SELECT * FROM originals WHERE sha256 = ?')
  const byPath = db.prepare<[string], OriginalRow>('SELECT * FROM originals WHERE path = ?')
  const after = db.prepare<[number, number], OriginalRow>('SELECT * FROM originals WHERE row > ? ORDER BY row LIMIT ?')
  const missingAfter = db.prepare<[number, number], OriginalRow>(
    'SELECT * FROM originals WHERE missing = 1 AND row > ? ORDER BY row LIMIT ?',
  )
  const count = db.prepare<[], number>('SELECT count(*) FROM originals').pluck()
  const setMissing = db.prepare('UPDATE originals SET missing = ? WHERE id = ? AND missing <> ?')

  const labelsOf = labelNames(db)
  const find = (id: string) => byId.get(id)
  const need = (id: string): OriginalRow => {
    const row = find(id)
    if (!row) throw new AppError('not-found', 'This picture is not in the catalog any more.', { id })
    return row
  }

  /** The journal is written first: killed in between, it knows more than the catalog, never less. */
  const write = (records: readonly OriginalRecord[], rows: readonly object[]) => {
    journal.put(records)
    db.transaction(() => {
      for (const row of rows) change.run(row)
    }).immediate()
    changes.touch({ originals: records.map((record) => record.id) })
  }
  const rewrite = (
    rows: readonly OriginalRow[],
    edited: (record: OriginalRecord) => OriginalRecord,
    found: boolean,
  ) => {
    const records = rows.map((row) => edited(toOriginalRecord(row)))
    const parameters = records.map((record, i) => ({
      ...originalParameters(record, labelsOf(record.id)),
      missing: found ? 0 : (rows[i]?.missing ?? 0),
    }))
    write(records, parameters)
  }

  return {
    add: (records) => {
      const fresh = records
        .filter((record) => !bySha256.get(record.sha256))
        .map((record) => originalRecord.parse(record))
      const parameters = fresh.map((record) => originalParameters(record))
      journal.put(fresh)
      const added = db.transaction(() =>
        fresh.filter((_, i) => add.run(parameters[i]).changes > 0).map((record) => record.id),
      )
      const ids = added.immediate()
      changes.touch({ originals: ids })
      return ids
    },
    find,
    need,
    bySha256: (sha256) => bySha256.get(sha256),
    byPath: (path) => byPath.all(path),
    after: (row, limit, missing = false) => (missing ? missingAfter : after).all(row, limit),
    edit: (ids, edit) => {
      const rows = ids.map(need)
      rewrite(rows, (record) => ({ ...record, ...edit }), false)
    },
    reword: (ids) => rewrite(ids.map(need), (record) => record, false),
    relocate: (id, place) => rewrite([need(id)], (record) => ({ ...record, ...place }), true),
    setMissing: (ids, missing) => {
      const flag = Number(missing)
      const changed = db.transaction(() => ids.filter((id) => setMissing.run(flag, id, flag).changes > 0))
      changes.touch({ originals: changed.immediate() })
    },
    count: () => count.get() ?? 0,
  }
}
