import { useQuery } from '@tanstack/react-query'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { listOptions } from '../../state/queries.ts'
import type { GalleryQuery } from '../library/view-store.ts'

/** Where in the gallery the open picture was taken from, kept for a reload. */
export interface Position {
  readonly query: GalleryQuery
  readonly index: number
}
const place = 'daguerre.position'

export const rememberPosition = (query: GalleryQuery, index: number): void =>
  sessionStorage.setItem(place, JSON.stringify({ query, index } satisfies Position))

export function recall(): Position | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Pictures shown on each side in the film strip. */
const reach = 20

export interface Neighbours {
  readonly strip: readonly OriginalSummary[]
  readonly previous: OriginalSummary | undefined
  readonly next: OriginalSummary | undefined
  /** Says that the picture `by` places further is open now. */
  readonly moved: (by: number) => void
}

/** The pictures around `id` in the gallery it was opened from; none when it was not, or is elsewhere by now. */
export function useNeighbours(id: string): Neighbours {
  const position = recall()
  const query = position?.query ?? { text: '', shelf: 'all' as const, order: 'imported' as const }
  const index = position?.index ?? 0
  // Aligned, so that going on by one does not fetch anew.
  const offset = Math.max(0, Math.floor(index / reach) * reach - reach)
  const { data } = useQuery(listOptions({ ...query, offset, limit: reach * 3 }))
  const strip = data?.items ?? []
  const at = strip.findIndex((item) => item.id === id)
  return {
    strip: at < 0 ? [] : strip,
    previous: at < 0 ? undefined : strip[at - 1],
    next: at < 0 ? undefined : strip[at + 1],
    moved: (by) => rememberPosition(query, offset + at + by),
  }
}
