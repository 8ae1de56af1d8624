import type { Database } from 'better-sqlite3'

const known = (column: string) => `${column} IN (SELECT id FROM main.originals)`

/** What is kept in the catalog alone, in an order that satisfies references, and which rows can be taken over. */
const tables: readonly (readonly [string, string])[] = [
  ['settings', 'TRUE'],
  ['timings', 'TRUE'],
  ['albums', 'TRUE'],
  ['album_items', known('original_id')],
  ['tags', 'TRUE'],
  ['original_tags', known('original_id')],
  ['people', 'TRUE'],
  ['original_people', known('original_id')],
  ['pairs', `${known('original_id')} AND ${known('other_id')}`],
]

/**
 * Carries over from an old catalog what no other file tells: albums, tags, people, pairs, settings, timings.
 * @returns names of the tables that could not be read, because the old file is damaged or has none
 */
export function salvage(db: Database, oldFile: string): string[] {
  try {
    db.prepare('ATTACH ? AS old').run(oldFile)
  } catch {
    return tables.map(([table]) => table)
  }
  const lost = tables.filter(([table, where]) => {
    try {
      const columns = sharedColumns(db, table).join(', ')
      db.exec(`INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM old.${table} WHERE ${where}`)
      return false
    } catch {
      return true
    }
  })
  db.exec('DETACH old')
  return lost.map(([table]) => table)
}

/** An old catalog may have fewer columns. Throws when the table is not there. */
function sharedColumns(db: Database, table: string): string[] {
  const columns = (schema: string) =>
    db.prepare<[string, string], string>('SELECT name FROM pragma_table_info(?, ?)').pluck().all(table, schema)
  const old = new Set(columns('old'))
  return columns('main').filter((name) => old.has(name))
}
