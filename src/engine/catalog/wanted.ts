import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { Filters, question } from '../../shared/gallery.ts'
import { conditionOf } from './conditions.ts'
import { shelves } from './orders.ts'
import type { Prepare } from './prepare.ts'
import { search } from './search.ts'
import { searchQuery } from './words.ts'

export type Question = z.output<typeof question>

/** A condition on originals, with its values: the pictures of a gallery, without one of its filters if wanted. */
export function wantedBy(db: Database, prepare: Prepare) {
  const found = search(db, prepare)
  return ({ text, shelf, filters }: Question, without?: keyof Filters) => {
    const others = Object.fromEntries(Object.entries(filters).filter(([key]) => key !== without))
    const match = searchQuery(text)
    const condition = conditionOf(others)
    if (match === null) {
      const also = condition ? ` AND ${condition.sql}` : ''
      return { where: `${shelves[shelf]}${also}`, values: condition?.values ?? [] }
    }
    const hits = match === undefined ? [] : found.hits({ match, shelf, condition })
    return { where: `${shelves[shelf]} AND row IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(hits)] }
  }
}
