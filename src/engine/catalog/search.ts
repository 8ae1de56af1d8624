import type { Database } from 'better-sqlite3'
import { type Order, orderOn, type Shelf, shelves } from './orders.ts'
import type { Prepare } from './prepare.ts'
import { type SummaryRow, summaryColumns } from './rows.ts'

interface Question {
  /** An FTS5 query, see `words.ts`. */
  readonly match: string
  readonly shelf: Shelf
  readonly order: Order
  readonly offset: number
  readonly limit: number
}
type Found = (question: Question) => { total: number; rows: SummaryRow[] }

/** With more hits than this, it is quicker to walk an index in order and look which are hits than to sort the hits. */
const manyHits = 3000

/**
 * Searches a shelf. The full-text index is asked once per question, for row numbers only (ascending); a word that half
 * of the library has costs some 20 ms at 100,000 originals, where joins in SQL cost five times that.
 */
export function search(db: Database, prepare: Prepare): Found {
  const matching = db.prepare<[string], number>('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid').pluck()
  const numbers = (sql: string, ...values: unknown[]) =>
    prepare(sql)
      .pluck()
      .all(...values) as number[]

  const onShelf = (hits: readonly number[], shelf: Shelf): readonly number[] => {
    if (shelf === 'all' || hits.length === 0) return hits
    const where = `FROM originals WHERE ${shelves[shelf]}`
    if (hits.length <= manyHits) {
      return numbers(
        `SELECT row ${where} AND row IN (SELECT value FROM json_each(?)) ORDER BY row`,
        JSON.stringify(hits),
      )
    }
    const members = setOf(numbers(`SELECT row ${where}`))
    return hits.filter((row) => members[row] === 1)
  }

  const page = (hits: readonly number[], { shelf, order, offset, limit }: Question): readonly number[] => {
    if (order === 'imported') return hits.slice(Math.max(0, hits.length - offset - limit), hits.length - offset)
    const sorted = `ORDER BY ${orderOn(shelf, order)}`
    if (hits.length <= manyHits) {
      const sql = `SELECT row FROM originals WHERE row IN (SELECT value FROM json_each(?)) ${sorted} LIMIT ? OFFSET ?`
      return numbers(sql, JSON.stringify(hits), limit, offset)
    }
    const members = setOf(hits)
    const walk = prepare(`SELECT row FROM originals WHERE ${shelves[shelf]} ${sorted}`).pluck().iterate()
    return take(walk as Iterable<number>, (row) => members[row] === 1, offset, limit)
  }

  const remember = rememberLast(db)
  return (question) => {
    const { match, shelf } = question
    const hits = remember(`${shelf} ${match}`, () => onShelf(matching.all(match), shelf))
    if (question.offset >= hits.length) return { total: hits.length, rows: [] }
    const rows = prepare(
      `SELECT ${summaryColumns} FROM originals WHERE row IN (SELECT value FROM json_each(?))
         ORDER BY ${orderOn(question.shelf, question.order)}`,
    ).all(JSON.stringify(page(hits, question)))
    return { total: hits.length, rows: rows as SummaryRow[] }
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
