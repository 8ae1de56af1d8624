import type { Database } from 'better-sqlite3'

/** Names of the tags, people and places of a picture, by its id. */
export function labelNames(db: Database): (id: string) => string[] {
  const names = db
    .prepare<[string, string, string], string>(
      `SELECT t.name FROM original_tags l JOIN tags t ON t.id = l.tag_id WHERE l.original_id = ?
       UNION ALL
       SELECT p.name FROM original_people l JOIN people p ON p.id = l.person_id WHERE l.original_id = ?
       UNION ALL
       SELECT p.name FROM original_places l JOIN places p ON p.id = l.place_id WHERE l.original_id = ?`,
    )
    .pluck()
  return (id) => names.all(id, id, id)
}
