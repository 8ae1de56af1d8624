import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Engine } from '../../../shared/engine.ts'
import type { Original, Restoration } from '../../../shared/entities.ts'
import type { ExportOptions } from '../../../shared/export.ts'
import type { OutputOf } from '../../../shared/rpc/contract.ts'
import { originalOptions, queryClient } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { engine } from '../../transport/services.ts'
import type { ExportWish } from './export-store.ts'

export interface Exportable {
  readonly restorations: readonly string[]
  /** The pictures, restored or not: an album takes them all. Empty when versions were asked for. */
  readonly originals: readonly string[]
  /** Of the album that was asked for. */
  readonly albumName: string | undefined
  /** Pictures that were asked for and have no version yet. */
  readonly unrestored: { readonly photos: number; readonly films: number }
  /** Versions among them that are films. */
  readonly films: readonly string[]
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
      originals: open ? [open.original.id] : [],
      albumName: undefined,
      unrestored: { photos: 0, films: 0 },
      films: open?.original.kind === 'video' ? wish.restorations : [],
      example: open && restoration && { original: open.original, restoration },
    }
  }
  const originals = 'album' in wish ? await picturesOf(wish.album) : wish.originals
  const restorations: string[] = []
  const films: string[] = []
  const unrestored = { photos: 0, films: 0 }
  let example: Exportable['example']
  for (let at = 0; at < originals.length; at += asMany) {
    const some = originals.slice(at, at + asMany).map((id) => engine.call('catalog.get', { id }))
    for (const { original, restorations: versions } of await Promise.all(some)) {
      // Nobody's face goes out in place of a picture: such a version is exported by itself.
      const restored = versions.filter(({ imagined }) => !imagined)
      const restoration = restored.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
      if (!restoration) {
        unrestored[original.kind === 'video' ? 'films' : 'photos']++
        continue
      }
      restorations.push(restoration.id)
      if (original.kind === 'video') films.push(restoration.id)
      example ??= { original, restoration }
    }
  }
  return {
    restorations,
    originals,
    albumName: 'album' in wish ? await albumName(wish.album) : undefined,
    unrestored,
    films,
    example,
  }
}

async function picturesOf(album: string): Promise<string[]> {
  const items = await engine.call('albums.items', { album })
  return items.map(({ id }) => id)
}

const albumName = async (id: string): Promise<string | undefined> =>
  (await engine.call('albums.list', {})).find((album) => album.id === id)?.name

/** Bytes and dots per inch of an export; asked anew as the options change. */
export const useEstimate = (restorations: readonly string[], options: ExportOptions) => {
  const asked = { ...options, template: 'x' }
  return useQuery({
    queryKey: ['export-estimate', restorations, asked],
    queryFn: () => engine.call('export.estimate', { restorations: [...restorations], options: asked }),
    enabled: restorations.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}

export interface Folder {
  readonly grant: string
  readonly name: string
}

export type ExportOutcome =
  | ({ readonly kind: 'files' } & OutputOf<Engine['export.run']>)
  | ({ readonly kind: 'album' } & OutputOf<Engine['export.album']>)

interface ExportInput {
  readonly found: Exportable
  readonly options: ExportOptions
  readonly folder: Folder | null
  /** The album to make of it; undefined for single files. */
  readonly album: { readonly name: string; readonly zip: boolean } | undefined
}

/** Runs an export; `progress` is 0..1 while it does. */
export function useExportRun() {
  const [progress, setProgress] = useState(0)
  const abort = useRef<AbortController | undefined>(undefined)
  const run = useMutation({
    mutationFn: async ({ found, options, folder, album }: ExportInput): Promise<ExportOutcome> => {
      setProgress(0)
      abort.current = new AbortController()
      const grant = folder?.grant ?? null
      const follow = {
        signal: abort.current.signal,
        onEvent: ({ done, total }: { done: number; total: number }) => setProgress(total > 0 ? done / total : 0),
      }
      if (album) {
        const input = { ...album, originals: [...found.originals], options, folder: grant }
        return { kind: 'album', ...(await engine.call('export.album', input, follow)) }
      }
      const input = { restorations: [...found.restorations], options, folder: grant }
      return { kind: 'files', ...(await engine.call('export.run', input, follow)) }
    },
  })
  return { run, progress, cancel: () => abort.current?.abort() }
}
