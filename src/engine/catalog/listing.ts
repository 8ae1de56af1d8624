import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import { foldGroups, type Grouping, type TimeGroup } from '../../shared/dates/time-key.ts'
import type { listQuery } from '../../shared/engine.ts'
import type { OriginalSummary } from '../../shared/entities.ts'
import type { Filters, question } from '../../shared/gallery.ts'
import { conditionOf } from './conditions.ts'
import { orderOn, type Shelf, shelves } from './orders.ts'
import { memoizedPrepare } from './prepare.ts'
import { type SummaryRow, summaryColumns, toSummary } from './rows.ts'
import { search, type Wanted } from './search.ts'
import { searchQuery } from './words.ts'

/** As asked over the seam; who asks within the engine may leave the filters out. */
type Unfiltered<T> = Omit<T, 'filters'> & { readonly filters?: Filters }
type Question = Unfiltered<z.output<typeof question>>

export interface Listing {
  list(query: Unfiltered<z.output<typeof listQuery>>): { total: number; items: OriginalSummary[] }
  /** Groups in order of time, the undated last. */
  timeline(question: Question & { by: Grouping }): TimeGroup[]
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
  const found = search(db, prepare)

  const summariesOf = (rows: readonly number[]): OriginalSummary[] => {
    const sql = `SELECT row, ${summaryColumns} FROM originals WHERE row IN (SELECT value FROM json_each(?))`
    const known = prepare(sql).all(JSON.stringify(rows)) as (SummaryRow & { row: number })[]
    const byRow = new Map(known.map((each) => [each.row, each]))
    return rows.flatMap((row) => byRow.get(row) ?? []).map(toSummary)
  }

  return {
    list: (query) => {
      const { shelf, order, offset, limit, filters } = query
      const wanted = wantedBy(query)
      if (wanted === undefined) return { total: 0, items: [] }
      if (wanted !== 'shelf') {
        const hits = found.hits(wanted)
        if (offset >= hits.length) return { total: hits.length, items: [] }
        const rows = found.page(hits, { shelf, order, album: filters?.album, offset, limit })
        return { total: hits.length, items: summariesOf(rows) }
      }
      const total = count(shelf)
      if (offset >= total) return { total, items: [] }
      // The inner query finds the rows of the page from an index alone; only these are then read.
      const sorted = `ORDER BY ${orderOn(shelf, order === 'album' ? 'imported' : order)}`
      const page = `SELECT row FROM originals WHERE ${shelves[shelf]} ${sorted} LIMIT ? OFFSET ?`
      const sql = `SELECT ${summaryColumns} FROM originals WHERE row IN (${page}) ${sorted}`
      return { total, items: (prepare(sql).all(limit, offset) as SummaryRow[]).map(toSummary) }
    },
    timeline: ({ by, ...asked }) => {
      const wanted = wantedBy(asked)
      if (wanted === undefined) return []
      if (wanted !== 'shelf') return foldGroups(found.counted(found.hits(wanted), 'time_key'), by)
      const sql = `SELECT time_key AS key, count(*) AS count FROM originals WHERE ${shelves[asked.shelf]} GROUP BY time_key
        ORDER BY time_key`
      return foldGroups(prepare(sql).all() as TimeGroup[], by)
    },
    counts: () => ({
      all: count('all'),
      undated: count('undated'),
      restored: count('restored'),
      unrestored: count('unrestored'),
      films: count('films'),
      missing: count('missing'),
    }),
    summaries: (ids) => ids.flatMap((id) => byId.get(id) ?? []).map(toSummary),
  }
}

/** @returns `shelf` for a whole shelf, which has indexes; undefined when nothing can be found */
function wantedBy({ text, shelf, filters }: Question): Wanted | 'shelf' | undefined {
  const match = searchQuery(text)
  if (match === undefined) return undefined
  const condition = conditionOf(filters ?? {})
  return match === null && !condition ? 'shelf' : { match, shelf, condition }
}
