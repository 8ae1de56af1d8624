import { z } from 'zod'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { type Grouping, groupings } from '../../../shared/dates/time-key.ts'
import type { ListQuery } from '../../../shared/engine.ts'
import { type Filters, filters as filtersForm, orders, shelves } from '../../../shared/gallery.ts'
import { clearSelection } from './selection-store.ts'

export { shelves } from '../../../shared/gallery.ts'
export type Shelf = (typeof shelves)[number]
export type Order = (typeof orders)[number]

export const rowHeights = { min: 110, max: 300, step: 10 } as const

interface ViewState {
  readonly shelf: Shelf
  readonly filters: Filters
  readonly order: Order
  /** How pictures in order of date are divided. */
  readonly grouping: Grouping
  readonly text: string
  /** Wanted height of a gallery row, px. */
  readonly rowHeight: number
}

const first: ViewState = { shelf: 'all', filters: {}, order: 'imported', grouping: 'year', text: '', rowHeight: 180 }

/** What was kept may come from another version of the studio: what it does not know any more is left out, by itself. */
export function viewFrom(kept: unknown): ViewState {
  const { shelf, order, grouping, text, rowHeight, filters } = asRecord(kept)
  const knownFilters = Object.entries(asRecord(filters)).filter(([key, value]) => isFilter({ [key]: value }))
  return {
    shelf: z.enum(shelves).catch(first.shelf).parse(shelf),
    filters: Object.fromEntries(knownFilters),
    order: z.enum(orders).catch(first.order).parse(order),
    grouping: z.enum(groupings).catch(first.grouping).parse(grouping),
    text: z.string().max(500).catch('').parse(text),
    rowHeight: z.number().min(rowHeights.min).max(rowHeights.max).catch(first.rowHeight).parse(rowHeight),
  }
}
const asRecord = (value: unknown): Record<string, unknown> => z.record(z.string(), z.unknown()).catch({}).parse(value)
const isFilter = (filter: object): boolean => filtersForm.safeParse(filter).success

/** What the gallery shows and how. */
export const useView = create<ViewState>()(persist((): ViewState => first, { name: 'daguerre.view', merge: viewFrom }))

/** Another set of pictures: what was selected may not be among them. */
function look(change: Partial<ViewState>): void {
  useView.setState(change)
  clearSelection()
}
export const searchFor = (text: string) => look({ text })
export const orderBy = (order: Order) => look({ order })
export const groupBy = (grouping: Grouping) => look({ grouping })

/** An album's order makes sense within an album only. */
const orderOutside = () => (useView.getState().order === 'album' ? 'imported' : useView.getState().order)

export const openShelf = (shelf: Shelf) => look({ shelf, filters: {}, order: orderOutside() })
export const openAlbum = (album: string) => look({ shelf: 'all', filters: { album }, order: 'album' })
export const openTag = (tag: string) => look({ shelf: 'all', filters: { tag }, order: orderOutside() })
export const openPlace = (place: string) => look({ shelf: 'all', filters: { place }, order: orderOutside() })
export const openPerson = (person: string) => look({ shelf: 'all', filters: { person }, order: orderOutside() })

/** Narrows what is on show; undefined takes a filter away. */
export function filterBy(change: { readonly [K in keyof Filters]?: Filters[K] | undefined }): void {
  const next = { ...useView.getState().filters, ...change }
  const filters = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Filters
  look({ filters, ...(filters.album === undefined && { order: orderOutside() }) })
}

export const inAlbumOrder = (): boolean => useView.getState().order === 'album'

export const showEverything = () => look({ shelf: 'all', filters: {}, text: '', order: orderOutside() })

export const setRowHeight = (rowHeight: number) =>
  useView.setState({ rowHeight: Math.min(rowHeights.max, Math.max(rowHeights.min, rowHeight)) })

export type GalleryQuery = Required<Pick<ListQuery, 'text' | 'shelf' | 'order'>> & Pick<ListQuery, 'filters'>

export const galleryQuery = ({ text, shelf, order, filters }: ViewState): GalleryQuery => ({
  text,
  shelf,
  order,
  ...(Object.keys(filters).length > 0 && { filters }),
})
