import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { ListQuery } from '../../../shared/engine.ts'
import { clearSelection } from './selection-store.ts'

export const shelves = ['all', 'undated', 'restored', 'unrestored', 'missing'] as const
export type Shelf = (typeof shelves)[number]
export const orders = ['imported', 'date', 'name'] as const
export type Order = (typeof orders)[number]

export const rowHeights = { min: 110, max: 300, step: 10 } as const

interface ViewState {
  readonly shelf: Shelf
  readonly order: Order
  readonly text: string
  /** Wanted height of a gallery row, px. */
  readonly rowHeight: number
}

/** What the gallery shows and how. */
export const useView = create<ViewState>()(
  persist((): ViewState => ({ shelf: 'all', order: 'imported', text: '', rowHeight: 180 }), {
    name: 'daguerre.view',
    partialize: ({ shelf, order, rowHeight }) => ({ shelf, order, rowHeight }) as ViewState,
  }),
)

/** Another set of pictures: what was selected may not be among them. */
function look(change: Partial<ViewState>): void {
  useView.setState(change)
  clearSelection()
}
export const openShelf = (shelf: Shelf) => look({ shelf })
export const searchFor = (text: string) => look({ text })
export const orderBy = (order: Order) => look({ order })
export const setRowHeight = (rowHeight: number) =>
  useView.setState({ rowHeight: Math.min(rowHeights.max, Math.max(rowHeights.min, rowHeight)) })

export type GalleryQuery = Required<Pick<ListQuery, 'text' | 'shelf' | 'order'>>

export const galleryQuery = ({ text, shelf, order }: ViewState): GalleryQuery => ({ text, shelf, order })
