import { useEffect } from 'react'
import type { Filters } from '../../../shared/gallery.ts'
import { albumOptions, labelOptions, queryClient } from '../../state/queries.ts'
import { filterBy, useView } from './view-store.ts'

const named = {
  album: () => queryClient.fetchQuery(albumOptions),
  person: () => queryClient.fetchQuery(labelOptions('person')),
  place: () => queryClient.fetchQuery(labelOptions('place')),
  tag: () => queryClient.fetchQuery(labelOptions('tag')),
} satisfies Partial<Record<keyof Filters, () => Promise<readonly { readonly id: string }[]>>>

/** Filters are kept over a reload: the album or person one of them names may have been removed since. */
export function useGoneFilters(): void {
  useEffect(() => {
    for (const key of Object.keys(named) as (keyof typeof named)[]) void dropIfGone(key)
  }, [])
}

async function dropIfGone(key: keyof typeof named): Promise<void> {
  const kept = useView.getState().filters[key]
  if (kept === undefined) return
  // Where nobody can be asked the gallery says so, and why.
  const known = await named[key]().catch(() => undefined)
  const isGone = known?.every(({ id }) => id !== kept) === true
  if (isGone && useView.getState().filters[key] === kept) filterBy({ [key]: undefined })
}
