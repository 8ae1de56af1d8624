import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import { albumsTable } from '../catalog/albums.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { explained } from '../catalog/sqlite-errors.ts'

type AlbumMethods = Extract<keyof Engine, `albums.${string}`>

export function albumHandlers({ catalog }: { readonly catalog: Catalog }): Pick<Handlers<Engine>, AlbumMethods> {
  const albums = albumsTable(catalog.db)
  return {
    'albums.list': () => explained(() => albums.list()),
    'albums.create': ({ name, note }) => explained(() => albums.create(name, note)),
    'albums.add': ({ album, originals }) => explained(() => albums.add(album, originals)),
    'albums.items': ({ album }) => explained(() => catalog.listing.summaries(albums.items(album))),
    'albums.edit': ({ album, name, note }) => explained(() => albums.edit(album, { name, note })),
    'albums.take': ({ album, originals }) => explained(() => albums.take(album, originals)),
    'albums.move': ({ album, originals, before }) => {
      explained(() => albums.move(album, originals, before))
      return null
    },
    'albums.remove': ({ album }) => {
      explained(() => albums.remove(album))
      return null
    },
  }
}
