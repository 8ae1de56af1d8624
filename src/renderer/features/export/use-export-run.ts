import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ExportOptions } from '../../../shared/engine.ts'
import type { Original, Restoration } from '../../../shared/entities.ts'
import { originalOptions, queryClient } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { engine } from '../../transport/services.ts'
import type { ExportWish } from './export-store.ts'

export interface Exportable {
  readonly restorations: readonly string[]
  /** Pictures that were asked for and have no version yet. */
  readonly unrestored: number
  /** One of them, to show a name for. */
  readonly example: { readonly original: Original; readonly restoration: Restoration } | undefined
}

const asMany = 8

/** Finds the versions that a wish means. */
export const useExportable = (wish: ExportWish | null) =>
  useQuery({
    queryKey: ['exportable', wish],
    queryFn: () => resolve(wish as ExportWish),
    enabled: wish !== null,
    gcTime: 0,
    staleTime: 0,
  })

async function resolve(wish: ExportWish): Promise<Exportable> {
  if ('restorations' in wish) {
    const { openId } = useRoute.getState()
    const open = openId === null ? undefined : await queryClient.fetchQuery(originalOptions(openId))
    const restoration = open?.restorations.find((each) => wish.restorations.includes(each.id))
    return {
      restorations: wish.restorations,
      unrestored: 0,
      example: open && restoration && { original: open.original, restoration },
    }
  }
  const originals = 'album' in wish ? await picturesOf(wish.album) : wish.originals
  const restorations: string[] = []
  let example: Exportable['example']
  for (let at = 0; at < originals.length; at += asMany) {
    const some = originals.slice(at, at + asMany).map((id) => engine.call('catalog.get', { id }))
    for (const { original, restorations: versions } of await Promise.all(some)) {
      const restoration = versions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
      if (!restoration) continue
      restorations.push(restoration.id)
      example ??= { original, restoration }
    }
  }
  return { restorations, unrestored: originals.length - restorations.length, example }
}

async function picturesOf(album: string): Promise<string[]> {
  const items = await engine.call('albums.items', { album })
  return items.map(({ id }) => id)
}

export interface Folder {
  readonly grant: string
  readonly name: string
}

/** Runs an export; `progress` is 0..1 while it does. */
export function useExportRun() {
  const [progress, setProgress] = useState(0)
  const abort = useRef<AbortController | undefined>(undefined)
  const run = useMutation({
    mutationFn: (input: { restorations: readonly string[]; options: ExportOptions; folder: Folder | null }) => {
      setProgress(0)
      abort.current = new AbortController()
      return engine.call(
        'export.run',
        {
          restorations: [...input.restorations],
          options: input.options,
          folder: input.folder?.grant ?? null,
        },
        {
          signal: abort.current.signal,
          onEvent: ({ done, total }) => setProgress(total > 0 ? done / total : 0),
        },
      )
    },
  })
  return { run, progress, cancel: () => abort.current?.abort() }
}
