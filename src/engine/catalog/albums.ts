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
