import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { Label, LabelKind } from '../../shared/gallery.ts'
import { newId } from './ids.ts'

/** Tags, people and places are alike: names with pictures. People may have a place in a picture as well, which is kept. */
export const labelTables = {
  tag: { names: 'tags', links: 'original_tags', key: 'tag_id' },
  person: { names: 'people', links: 'original_people', key: 'person_id' },
  place: { names: 'places', links: 'original_places', key: 'place_id' },
} as const satisfies Record<LabelKind, { names: string; links: string; key: string }>

export interface LabelsTable {
  /** By name. */
  list(): Label[]
  /** Those of some pictures, with how many of these have them. */
  among(originals: readonly string[]): Label[]
  /** Puts labels on pictures by name; unknown names are made. Throws `not-found` for an unknown picture. */
  add(originals: readonly string[], names: readonly string[]): void
  take(originals: readonly string[], labels: readonly string[]): void
  /** Throws `not-found`, and `invalid-input` when another one has that name. */
  rename(label: string, name: string): void
  remove(label: string): void
  /** The pictures that have it. */
  pictures(label: string): string[]
}

export function labelsTable(db: Database, kind: LabelKind): LabelsTable {
  const { names, links, key } = labelTables[kind]
  const count = `count(DISTINCT l.original_id)`
  const all = db.prepare<[], Label>(
    `SELECT n.id, n.name, ${count} AS pictures FROM ${names} n LEFT JOIN ${links} l ON l.${key} = n.id
       GROUP BY n.id ORDER BY n.name COLLATE NOCASE, n.id`,
  )
  const some = db.prepare<[string], Label>(
    `SELECT n.id, n.name, ${count} AS pictures FROM ${links} l JOIN ${names} n ON n.id = l.${key}
       WHERE l.original_id IN (SELECT value FROM json_each(?)) GROUP BY n.id ORDER BY n.name COLLATE NOCASE, n.id`,
  )
  const byName = db.prepare<[string], string>(`SELECT id FROM ${names} WHERE name = ? COLLATE NOCASE`).pluck()
  const insert = db.prepare(`INSERT INTO ${names} (id, name) VALUES (?, ?)`)
  const linked = db.prepare(`SELECT 1 FROM ${links} WHERE original_id = ? AND ${key} = ?`).pluck()
  const link =
    kind === 'person'
      ? db.prepare(`INSERT INTO ${links} (id, original_id, ${key}) VALUES (@id, @original, @label)`)
      : db.prepare(`INSERT INTO ${links} (original_id, ${key}) VALUES (@original, @label)`)
  const unlink = db.prepare(`DELETE FROM ${links} WHERE original_id = ? AND ${key} = ?`)
  const rename = db.prepare(`UPDATE ${names} SET name = ? WHERE id = ?`)
  const remove = db.prepare(`DELETE FROM ${names} WHERE id = ?`)
  const exists = db.prepare('SELECT 1 FROM originals WHERE id = ?').pluck()
  const pictures = db.prepare<[string], string>(`SELECT DISTINCT original_id FROM ${links} WHERE ${key} = ?`).pluck()

  const idOf = (name: string): string => {
    const known = byName.get(name)
    if (known !== undefined) return known
    const id = newId()
    insert.run(id, name)
    return id
  }
  const putOn = (original: string, label: string) => {
    if (exists.get(original) === undefined)
      throw new AppError('not-found', 'This picture is not in the catalog.', { id: original })
    if (linked.get(original, label) !== undefined) return
    link.run(kind === 'person' ? { id: newId(), original, label } : { original, label })
  }

  return {
    list: () => all.all(),
    among: (originals) => some.all(JSON.stringify(originals)),
    add: (originals, wanted) =>
      db
        .transaction(() => {
          const labels = wanted.map((name) => idOf(name.trim().normalize('NFC')))
          for (const original of originals) for (const label of labels) putOn(original, label)
        })
        .immediate(),
    take: (originals, labels) =>
      db
        .transaction(() => {
          for (const original of originals) for (const label of labels) unlink.run(original, label)
        })
        .immediate(),
    rename: (label, name) => {
      const other = byName.get(name)
      if (other !== undefined && other !== label)
        throw new AppError('invalid-input', `There is “${name}” already.`, { name })
      if (rename.run(name, label).changes === 0) throw new AppError('not-found', 'This is not there any more.')
    },
    remove: (label) => void remove.run(label),
    pictures: (label) => pictures.all(label),
  }
}
