import { create } from 'zustand'

/** What to export: these versions, or the newest version of each of these pictures, or of an album. */
export type ExportWish =
  | { readonly restorations: readonly string[] }
  | { readonly originals: readonly string[] }
  | { readonly album: string }

interface ExportState {
  readonly wish: ExportWish | null
}

export const useExport = create<ExportState>(() => ({ wish: null }))

export const openExport = (wish: ExportWish): void => useExport.setState({ wish })
export const closeExport = (): void => useExport.setState({ wish: null })
