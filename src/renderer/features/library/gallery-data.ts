import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { type Grouping, groupOf, type TimeGroup } from '../../../shared/dates/time-key.ts'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { keys, listOptions } from '../../state/queries.ts'
import { engine } from '../../transport/services.ts'
import { type Block, blockSize, type LaidRow, layOutBlock, type Needs, stackBlocks } from './gallery-layout.ts'
import { shownAspect } from './justified-rows.ts'
import type { GalleryQuery } from './view-store.ts'

export const blockQuery = (query: GalleryQuery, index: number) =>
  listOptions({ ...query, offset: index * blockSize, limit: blockSize })

/** The first block tells how many there are, so it is always at hand. */
export const useFirstBlock = (query: GalleryQuery) =>
  useQuery({ ...blockQuery(query, 0), placeholderData: keepPreviousData })

interface Laid {
  readonly rows: readonly LaidRow[]
  readonly height: number
}

/** The blocks in sight, by index; those still being fetched are missing. */
export function useBlocks(
  query: GalleryQuery,
  wanted: readonly number[],
): ReadonlyMap<number, readonly OriginalSummary[]> {
  const results = useQueries({
    queries: wanted.map((index) => blockQuery(query, index)),
    combine: (answers) => answers.map((answer) => answer.data?.items),
  })
  return useMemo(
    () => new Map(wanted.flatMap((index, at) => (results[at] ? [[index, results[at]] as const] : []))),
    [results, wanted],
  )
}

/**
 * Lays out the blocks at hand and remembers the height of those that were at hand before, so that scrolling back does
 * not move anything.
 */
export function useLayout(
  total: number,
  items: ReadonlyMap<number, readonly OriginalSummary[]>,
  needs: Needs,
  identity: string,
  groups: readonly TimeGroup[],
): readonly Block[] {
  const memory = useRef(emptyMemory(''))
  return useMemo(() => {
    const known = `${identity} ${needs.width} ${needs.target} ${needs.by}`
    if (memory.current.identity !== known) memory.current = emptyMemory(known)
    const { laid, source } = memory.current
    const lastBlock = Math.ceil(total / blockSize) - 1
    for (const [index, list] of items) {
      if (source.get(index) === list && laid.has(index)) continue
      const before = index === 0 ? undefined : items.get(index - 1)?.at(-1)
      const group = before && needs.by && groupOf(before.timeKey, needs.by)
      laid.set(index, layOutBlock(list, needs, index === lastBlock, group))
      source.set(index, list)
    }
    for (const index of laid.keys()) if (index > lastBlock) laid.delete(index)
    memory.current.aspect ??= meanAspect(items)
    return stackBlocks(total, laid, memory.current.aspect ?? 0.9, needs, groups)
  }, [total, items, needs, identity, groups])
}

const emptyMemory = (identity: string) => ({
  identity,
  laid: new Map<number, Laid>(),
  source: new Map<number, unknown>(),
  /** Kept once known: a guess that changed while scrolling would move the scroll bar. */
  aspect: undefined as number | undefined,
})

function meanAspect(items: ReadonlyMap<number, readonly OriginalSummary[]>): number | undefined {
  const all = [...items.values()].flat()
  if (all.length === 0) return undefined
  return all.reduce((sum, each) => sum + shownAspect(each.width, each.height), 0) / all.length
}

const idPage = 1000

/** Ids of the pictures `from` to `to` (inclusive) of the gallery, however far they are apart. */
export async function idsBetween(query: GalleryQuery, from: number, to: number): Promise<string[]> {
  const [first, last] = [Math.min(from, to), Math.max(from, to)]
  const ids: string[] = []
  for (let offset = first; offset <= last; offset += idPage) {
    const limit = Math.min(idPage, last - offset + 1)
    const { items } = await engine.call('catalog.list', { ...query, offset, limit })
    ids.push(...items.map((item) => item.id))
    if (items.length < limit) break
  }
  return ids
}

const noGroups: readonly TimeGroup[] = []

/** Groups of the whole gallery with their counts, in order; none unless it is ordered by date. */
export function useTimeline(query: GalleryQuery, by: Grouping | undefined): readonly TimeGroup[] {
  const { order: _, ...asked } = query
  const { data } = useQuery({
    queryKey: keys.timeline(asked, by),
    queryFn: () => engine.call('catalog.timeline', { ...asked, by: by ?? 'year' }),
    enabled: by !== undefined,
    placeholderData: keepPreviousData,
  })
  return by === undefined ? noGroups : (data ?? noGroups)
}

/** What the gallery may be narrowed by. */
export function useFacets(query: GalleryQuery) {
  const { order: _, ...asked } = query
  return useQuery({
    queryKey: keys.facets(asked),
    queryFn: () => engine.call('catalog.facets', asked),
    placeholderData: keepPreviousData,
  })
}
