import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { listQuery } from '../../shared/engine.ts'
import type { OriginalSummary } from '../../shared/entities.ts'
import { orderOn, type Shelf, shelves } from './orders.ts'
import { memoizedPrepare } from './prepare.ts'
import { type SummaryRow, summaryColumns, toSummary } from './rows.ts'
import { search } from './search.ts'
import { searchQuery } from './words.ts'

export interface Listing {
  list(query: z.output<typeof listQuery>): { total: number; items: OriginalSummary[] }
  counts(): Record<Shelf, number>
  /** In the order given; unknown ids are left out. */
  summaries(ids: readonly string[]): OriginalSummary[]
}

/** Galleries, searches and counts of shelves. */
export function listing(db: Database): Listing {
  const prepare = memoizedPrepare(db)
  const count = (shelf: Shelf): number =>
    prepare(`SELECT count(*) FROM originals WHERE ${shelves[shelf]}`).pluck().get() as number
  const byId = db.prepare<[string], SummaryRow>(`SELECT ${summaryColumns} FROM originals WHERE id = ?`)
  const find = search(db, prepare)

  return {
    list: (query) => {
      const { shelf, order, offset, limit } = query
      const match = searchQuery(query.text)
      if (match === undefined) return { total: 0, items: [] }
      if (match !== null) {
        const { total, rows } = find({ match, shelf, order, offset, limit })
        return { total, items: rows.map(toSummary) }
      }
      const total = count(shelf)
      if (offset >= total) return { total, items: [] }
      // The inner query finds the rows of the page from an index alone; only these are then read.
      const sorted = `ORDER BY ${orderOn(shelf, order)}`
      const page = `SELECT row FROM originals WHERE ${shelves[shelf]} ${sorted} LIMIT ? OFFSET ?`
      const sql = `SELECT ${summaryColumns} FROM originals WHERE row IN (${page}) ${sorted}`
      return { total, items: (prepare(sql).all(limit, offset) as SummaryRow[]).map(toSummary) }
    },
    counts: () => ({
      all: count('all'),
      undated: count('undated'),
      restored: count('restored'),
      unrestored: count('unrestored'),
      missing: count('missing'),
    }),
    summaries: (ids) => ids.flatMap((id) => byId.get(id) ?? []).map(toSummary),
  }
}
