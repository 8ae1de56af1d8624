import type { Database } from 'better-sqlite3'
import type { Album } from '../../shared/albums.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from './ids.ts'

interface AlbumRow {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly created_at: string
  readonly pictures: number
}

export interface AlbumsTable {
  list(): Album[]
  /** Throws `not-found`. */
  need(id: string): Album
  create(name: string, note: string): Album
  /** Adds pictures at the end; those already there keep their place. Throws `not-found`. */
  add(album: string, originals: readonly string[]): Album
  /** Ids of the originals, in the order of the album. Throws `not-found`. */
  items(album: string): string[]
  edit(album: string, change: { readonly name?: string | undefined; readonly note?: string | undefined }): Album
  take(album: string, originals: readonly string[]): Album
  /** Moves pictures, in the order they have, in front of `before`; null: to the end. */
  move(album: string, originals: readonly string[], before: string | null): void
  remove(album: string): void
}

const columns = `id, name, note, created_at,
  (SELECT count(*) FROM album_items WHERE album_id = albums.id) AS pictures`

export function albumsTable(db: Database): AlbumsTable {
  const all = db.prepare<[], AlbumRow>(`SELECT ${columns} FROM albums ORDER BY name, id`)
  const one = db.prepare<[string], AlbumRow>(`SELECT ${columns} FROM albums WHERE id = ?`)
  const insert = db.prepare('INSERT INTO albums (id, name, note, created_at) VALUES (?, ?, ?, ?)')
  const append = db.prepare(`INSERT INTO album_items (album_id, original_id, position)
    VALUES (?, ?, (SELECT coalesce(max(position) + 1, 0) FROM album_items WHERE album_id = ?)) ON CONFLICT DO NOTHING`)
  const exists = db.prepare('SELECT 1 FROM originals WHERE id = ?').pluck()
  const items = db
    .prepare<[string], string>('SELECT original_id FROM album_items WHERE album_id = ? ORDER BY position')
    .pluck()
  const remove = db.prepare('DELETE FROM albums WHERE id = ?')
  const rewrite = db.prepare('UPDATE albums SET name = ?, note = ? WHERE id = ?')
  const take = db.prepare('DELETE FROM album_items WHERE album_id = ? AND original_id = ?')
  const place = db.prepare(
    'UPDATE album_items SET position = ? WHERE album_id = ? AND original_id = ? AND position <> ?',
  )

  const need = (id: string): Album => {
    const row = one.get(id)
    if (!row) throw new AppError('not-found', 'There is no such album.', { id })
    return toAlbum(row)
  }

  return {
    list: () => all.all().map(toAlbum),
    need,
    create: (name, note) => {
      const id = newId()
      insert.run(id, name, note, new Date().toISOString())
      return need(id)
    },
    add: (album, originals) => {
      need(album)
      const strange = originals.find((id) => exists.get(id) === undefined)
      if (strange !== undefined) throw new AppError('not-found', 'This picture is not in the catalog.', { id: strange })
      db.transaction(() => {
        for (const id of originals) append.run(album, id, album)
      }).immediate()
      return need(album)
    },
    items: (album) => {
      need(album)
      return items.all(album)
    },
    edit: (album, { name, note }) => {
      const known = need(album)
      rewrite.run(name ?? known.name, note ?? known.note, album)
      return need(album)
    },
    take: (album, originals) => {
      need(album)
      db.transaction(() => {
        for (const id of originals) take.run(album, id)
      }).immediate()
      return need(album)
    },
    move: (album, originals, before) => {
      need(album)
      db.transaction(() => {
        for (const [position, id] of moved(items.all(album), originals, before).entries())
          place.run(position, album, id, position)
      }).immediate()
    },
    remove: (album) => {
      if (remove.run(album).changes === 0) throw new AppError('not-found', 'There is no such album.', { id: album })
    },
  }
}

const toAlbum = (row: AlbumRow): Album => ({
  id: row.id,
  name: row.name,
  note: row.note,
  createdAt: row.created_at,
  pictures: row.pictures,
})

/** @returns all items, with those of `chosen` in front of `before`, or at the end */
export function moved(items: readonly string[], chosen: readonly string[], before: string | null): string[] {
  const wanted = new Set(chosen)
  const moving = items.filter((id) => wanted.has(id))
  // In front of one that moves itself means: in front of the next one that stays.
  const from = before === null ? items.length : items.indexOf(before)
  const target = from < 0 ? undefined : items.slice(from).find((id) => !wanted.has(id))
  const staying = items.filter((id) => !wanted.has(id))
  const at = target === undefined ? staying.length : staying.indexOf(target)
  return [...staying.slice(0, at), ...moving, ...staying.slice(at)]
}
