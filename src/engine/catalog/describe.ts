import type { Database } from 'better-sqlite3'
import type { Description } from '../../shared/gallery.ts'
import { labelsTable } from './labels.ts'

interface Common {
  readonly pictures: number
  readonly dates: number
  readonly dated: number
  readonly date: string | null
  readonly ratings: number
  readonly rating: number
  readonly flags: number
  readonly flag: number
  readonly notes: number
  readonly note: string
}

/** What some pictures have in common; what they differ in is left out. Unknown ids are passed over. */
export function describer(db: Database): (ids: readonly string[]) => Description {
  const common = db.prepare<[string], Common>(
    `SELECT count(*) AS pictures, count(DISTINCT date_edtf) AS dates, count(date_edtf) AS dated, min(date_edtf) AS date,
       count(DISTINCT rating) AS ratings, min(rating) AS rating, count(DISTINCT flag) AS flags, min(flag) AS flag,
       count(DISTINCT note) AS notes, min(note) AS note
     FROM originals WHERE id IN (SELECT value FROM json_each(?))`,
  )
  const tags = labelsTable(db, 'tag')
  const people = labelsTable(db, 'person')
  const places = labelsTable(db, 'place')
  return (ids) => {
    const found = common.get(JSON.stringify(ids)) as Common
    const sameDate = found.dates === 0 || (found.dates === 1 && found.dated === found.pictures)
    return {
      pictures: found.pictures,
      ...(sameDate && { date: found.date }),
      ...(found.ratings === 1 && { rating: found.rating }),
      ...(found.flags === 1 && { flag: found.flag }),
      ...(found.notes === 1 && { note: found.note }),
      tags: tags.among(ids),
      people: people.among(ids),
      places: places.among(ids),
    }
  }
}
