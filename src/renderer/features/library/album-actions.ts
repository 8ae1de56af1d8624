import i18next from 'i18next'
import type { Album } from '../../../shared/albums.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { openAlbum, openShelf, useView } from './view-store.ts'

async function refresh(): Promise<void> {
  await Promise.all([keys.albums, keys.lists].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

/** Does it, reads again what changed, and says what went wrong. @returns undefined when it went wrong */
async function told<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    const done = await work()
    await refresh()
    return done
  } catch (error) {
    toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' })
    return undefined
  }
}

const shown = (count: number) => new Intl.NumberFormat(i18next.language).format(count)

export async function addToAlbum(album: Album, originals: readonly string[]): Promise<void> {
  const after = await told(() => engine.call('albums.add', { album: album.id, originals: [...originals] }))
  if (!after) return
  const count = after.pictures - album.pictures
  toast(i18next.t('album.added', { count, shown: shown(count), name: album.name }), {
    tone: 'good',
    actions: [{ text: i18next.t('album.show'), run: () => openAlbum(album.id) }],
  })
}

/** A new album with these pictures, or without any. */
export async function createAlbum(name: string, originals: readonly string[]): Promise<void> {
  const album = await told(() => engine.call('albums.create', { name }))
  if (!album) return
  if (originals.length > 0) await addToAlbum(album, originals)
  else openAlbum(album.id)
}

export const renameAlbum = (album: string, name: string) => told(() => engine.call('albums.edit', { album, name }))

export async function removeAlbum(album: Album): Promise<void> {
  await told(() => engine.call('albums.remove', { album: album.id }))
  if (useView.getState().filters.album === album.id) openShelf('all')
  toast(i18next.t('album.removed', { name: album.name }))
}

export async function takeFromAlbum(album: string, originals: readonly string[]): Promise<void> {
  await told(() => engine.call('albums.take', { album, originals: [...originals] }))
}

export async function moveInAlbum(album: string, originals: readonly string[], before: string | null): Promise<void> {
  await told(() => engine.call('albums.move', { album, originals: [...originals], before }))
}
