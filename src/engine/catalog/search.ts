import type { Database } from 'better-sqlite3'
import { frontsOf } from './backs.ts'
import type { Condition } from './conditions.ts'
import { type Order, orderOn, type Shelf, shelves } from './orders.ts'
import type { Prepare } from './prepare.ts'

/** Which pictures are asked for. */
export interface Wanted {
  /** An FTS5 query, see `words.ts`; null for all. */
  readonly match: string | null
  readonly shelf: Shelf
  readonly condition: Condition | undefined
}
export interface Page {
  readonly shelf: Shelf
  readonly order: Order
  /** The album whose order is meant. */
  readonly album: string | undefined
  readonly offset: number
  readonly limit: number
}

export interface Search {
  /** Row numbers of what is wanted, ascending. */
  hits(wanted: Wanted): readonly number[]
  /** Row numbers of a page of these, in order. */
  page(hits: readonly number[], page: Page): readonly number[]
  /** Values of `column` of these, in ascending order of the column, with how often each comes. */
  counted(hits: readonly number[], column: 'time_key'): { key: string; count: number }[]
}

/** With more hits than this, it is quicker to walk an index in order and look which are hits than to sort the hits. */
const manyHits = 3000

/**
 * Searches and filters a shelf. The full-text index is asked once per question, for row numbers only (ascending); a
 * word that half of the library has costs some 20 ms at 100,000 originals, where joins in SQL cost five times that.
 */
export function search(db: Database, prepare: Prepare): Search {
  const matching = db.prepare<[string], number>('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid').pluck()
  const fronts = frontsOf(db)
  const numbers = (sql: string, ...values: unknown[]) =>
    prepare(sql)
      .pluck()
      .all(...values) as number[]
  const given = 'row IN (SELECT value FROM json_each(?))'

  const narrowed = (hits: readonly number[], { shelf, condition }: Wanted): readonly number[] => {
    if (hits.length === 0) return hits
    const where = `FROM originals WHERE ${shelves[shelf]}${condition ? ` AND ${condition.sql}` : ''}`
    const values = condition?.values ?? []
    if (hits.length <= manyHits) {
      return numbers(`SELECT row ${where} AND ${given} ORDER BY row`, ...values, JSON.stringify(hits))
    }
    const members = setOf(numbers(`SELECT row ${where}`, ...values))
    return hits.filter((row) => members[row] === 1)
  }
  const answer = (wanted: Wanted): readonly number[] => {
    const { match, shelf, condition } = wanted
    if (match !== null) return narrowed(fronts(matching.all(match)), wanted)
    const also = condition ? ` AND ${condition.sql}` : ''
    return numbers(
      `SELECT row FROM originals WHERE ${shelves[shelf]}${also} ORDER BY row`,
      ...(condition?.values ?? []),
    )
  }

  const remember = rememberLast(db)
  return {
    hits: (wanted) => remember(JSON.stringify(wanted), () => answer(wanted)),
    page: (hits, { shelf, order, album, offset, limit }) => {
      if (order === 'imported' || (order === 'album' && album === undefined)) {
        return hits.slice(Math.max(0, hits.length - offset - limit), hits.length - offset).toReversed()
      }
      if (order === 'album') {
        const members = setOf(hits)
        const inOrder = prepare(
          `SELECT o.row FROM album_items i JOIN originals o ON o.id = i.original_id
             WHERE i.album_id = ? ORDER BY i.position`,
        ).pluck()
        return take(inOrder.iterate(album) as Iterable<number>, (row) => members[row] === 1, offset, limit)
      }
      const sorted = `ORDER BY ${orderOn(shelf, order)}`
      if (hits.length <= manyHits) {
        const sql = `SELECT row FROM originals WHERE ${given} ${sorted} LIMIT ? OFFSET ?`
        return numbers(sql, JSON.stringify(hits), limit, offset)
      }
      const members = setOf(hits)
      const walk = prepare(`SELECT row FROM originals WHERE ${shelves[shelf]} ${sorted}`).pluck().iterate()
      return take(walk as Iterable<number>, (row) => members[row] === 1, offset, limit)
    },
    counted: (hits, column) => {
      const sql = `SELECT ${column} AS key, count(*) AS count FROM originals WHERE ${given} GROUP BY 1 ORDER BY 1`
      return prepare(sql).all(JSON.stringify(hits)) as { key: string; count: number }[]
    },
  }
}

/** Scrolling through hits asks the same question page after page: the last answer is kept until anything is written. */
function rememberLast(db: Database) {
  const writes = db.prepare<[], number>('SELECT total_changes()').pluck()
  let last: { key: string; hits: readonly number[] } | undefined
  return (question: string, answer: () => readonly number[]): readonly number[] => {
    const otherWrites = db.pragma('data_version', { simple: true }) as number
    const key = `${writes.get()} ${otherWrites} ${question}`
    last = last?.key === key ? last : { key, hits: answer() }
    return last.hits
  }
}

/** Row numbers are small and dense: an array of flags is the quickest set. */
function setOf(rows: readonly number[]): Uint8Array {
  const set = new Uint8Array(rows.reduce((most, row) => Math.max(most, row), 0) + 1)
  for (const row of rows) set[row] = 1
  return set
}

function take(rows: Iterable<number>, wanted: (row: number) => boolean, offset: number, limit: number): number[] {
  const taken: number[] = []
  let skipped = 0
  for (const row of rows) {
    if (!wanted(row)) continue
    if (skipped++ < offset) continue
    taken.push(row)
    if (taken.length === limit) break
  }
  return taken
}
