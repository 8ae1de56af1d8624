import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Purpose } from './purposes.ts'

/** What to export: these versions, or the newest version of each of these pictures, or of an album. */
export type ExportWish =
  | { readonly restorations: readonly string[] }
  | { readonly originals: readonly string[] }
  | { readonly album: string }

interface ExportState {
  readonly wish: ExportWish | null
  readonly purpose: Purpose
  readonly inches: boolean
}

/** The purpose is remembered: who shared the last ones will share the next. */
export const useExport = create<ExportState>()(
  persist((): ExportState => ({ wish: null, purpose: 'share', inches: false }), {
    name: 'daguerre.export',
    partialize: ({ purpose, inches }) => ({ purpose, inches }) as ExportState,
  }),
)

export const openExport = (wish: ExportWish): void =>
  void useExport.setState({ wish, ...('album' in wish && { purpose: 'album' as const }) })
export const closeExport = (): void => void useExport.setState({ wish: null })
export const choosePurpose = (purpose: Purpose): void => void useExport.setState({ purpose })
export const setInches = (inches: boolean): void => void useExport.setState({ inches })
