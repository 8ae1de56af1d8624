import type { Filters } from '../../shared/gallery.ts'

/** A part of a WHERE clause over `originals`, with its values. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const inAlbum = 'row IN (SELECT o.row FROM album_items l JOIN originals o ON o.id = l.original_id WHERE l.album_id = ?)'
const labelled = (table: string, column: string) => `row IN (SELECT original FROM ${table} WHERE ${column} = ?)`

/** As days begin: `0950`, which stands before every day of its year. */
const yearText = (year: number): string => String(year).padStart(4, '0')

/** @returns undefined when nothing is filtered */
export function conditionOf(filters: Filters): Condition | undefined {
  const { rating, flag, tag, person, album, kind, decade, place, damage } = filters
  const parts: [sql: string, ...values: (string | number)[]][] = []
  // `rating > 0` tells SQLite that the index of rated pictures will do.
  if (rating !== undefined) parts.push(['rating > 0 AND rating >= ?', rating])
  if (flag !== undefined) parts.push(['flag <> 0 AND flag = ?', flag === 'picked' ? 1 : -1])
  if (tag !== undefined) parts.push([labelled('original_tags', 'tag_id'), tag])
  if (person !== undefined) parts.push([labelled('original_people', 'person_id'), person])
  if (album !== undefined) parts.push([inAlbum, album])
  if (kind !== undefined) parts.push(['kind = ?', kind])
  if (decade !== undefined) parts.push(['date_min < ? AND date_max >= ?', yearText(decade + 10), yearText(decade)])
  if (place !== undefined) parts.push([labelled('original_places', 'place_id'), place])
  if (damage !== undefined) parts.push(['row IN (SELECT original FROM found_damage WHERE damage = ?)', damage])
  if (parts.length === 0) return undefined
  return { sql: parts.map(([sql]) => sql).join(' AND '), values: parts.flatMap(([, ...values]) => values) }
}
