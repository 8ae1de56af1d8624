import { create } from 'zustand'
import type { Album } from '../../../shared/albums.ts'

/** A new album, perhaps with pictures; or a new name for one. */
export type AlbumWish = { readonly originals: readonly string[] } | { readonly rename: Album }

export const useAlbumDialog = create<{ readonly wish: AlbumWish | null }>(() => ({ wish: null }))

export const askAlbumName = (wish: AlbumWish): void => useAlbumDialog.setState({ wish })
export const closeAlbumDialog = (): void => useAlbumDialog.setState({ wish: null })
