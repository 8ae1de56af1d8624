import type { Filters } from '../../shared/gallery.ts'

/** A part of a WHERE clause over `originals`, with its values. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const among = (table: string, column: string) =>
  `row IN (SELECT o.row FROM ${table} l JOIN originals o ON o.id = l.original_id WHERE l.${column} = ?)`

/** @returns undefined when nothing is filtered */
export function conditionOf(filters: Filters): Condition | undefined {
  const { rating, flag, tag, person, album, kind } = filters
  const parts: [sql: string, ...values: (string | number)[]][] = []
  // `rating > 0` tells SQLite that the index of rated pictures will do.
  if (rating !== undefined) parts.push(['rating > 0 AND rating >= ?', rating])
  if (flag !== undefined) parts.push(['flag <> 0 AND flag = ?', flag === 'picked' ? 1 : -1])
  if (tag !== undefined) parts.push([among('original_tags', 'tag_id'), tag])
  if (person !== undefined) parts.push([among('original_people', 'person_id'), person])
  if (album !== undefined) parts.push([among('album_items', 'album_id'), album])
  if (kind !== undefined) parts.push(['kind = ?', kind])
  if (parts.length === 0) return undefined
  return { sql: parts.map(([sql]) => sql).join(' AND '), values: parts.flatMap(([, ...values]) => values) }
}
