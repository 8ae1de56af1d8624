import { keepPreviousData, QueryClient, queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { ListQuery, Settings } from '../../shared/engine.ts'
import { codeOf } from '../../shared/errors.ts'
import type { LabelKind } from '../../shared/gallery.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { engine, host } from '../transport/services.ts'
import { useRoute } from './route.ts'

/** Reads stay good until the engine says that something changed (`live-updates.ts`). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // The engine is on this computer: being offline is no reason to wait.
      networkMode: 'always',
      retry: (count, error) => codeOf(error) === 'disconnected' && count < 20,
      retryDelay: (count) => Math.min(250 * 2 ** count, 4000),
    },
    mutations: { networkMode: 'always' },
  },
})

export const keys = {
  settings: ['settings'],
  system: ['system'],
  host: ['host'],
  models: ['models'],
  counts: ['counts'],
  lists: ['list'],
  list: (query: ListQuery) => ['list', query],
  /** Below `lists`: whatever changes a list changes its groups. */
  timeline: (question: object, by: string | undefined) => ['list', 'timeline', question, by],
  /** Counts of what a gallery may be narrowed by: below `lists`, too. */
  facets: (question: object) => ['list', 'facets', question],
  albums: ['albums'],
  labels: ['labels'],
  labelsOf: (kind: LabelKind) => ['labels', kind],
  description: (ids: readonly string[]) => ['description', ids],
  originals: ['original'],
  original: (id: string) => ['original', id],
  analysis: (id: string) => ['analysis', id],
  faces: (id: string) => ['faces', id],
  candidates: (wanted: object) => ['candidates', wanted],
  estimate: (id: string, recipe: Recipe) => ['estimate', id, recipe],
} as const

export const listOptions = (query: ListQuery) => ({
  queryKey: keys.list(query),
  queryFn: () => engine.call('catalog.list', query),
})

export const originalOptions = (id: string) => ({
  queryKey: keys.original(id),
  queryFn: () => engine.call('catalog.get', { id }),
})

export const useOriginal = (id: string) => useQuery(originalOptions(id))

/** The picture of the address, if there is one; for those who only want to know when it changes. */
export function useOriginalIfOpen() {
  const openId = useRoute((state) => state.openId)
  return useQuery({ ...originalOptions(openId ?? ''), enabled: openId !== null })
}

export const useCounts = () =>
  useQuery({
    queryKey: keys.counts,
    queryFn: () => engine.call('catalog.counts', {}),
    placeholderData: keepPreviousData,
  })

export const albumOptions = queryOptions({ queryKey: keys.albums, queryFn: () => engine.call('albums.list', {}) })
export const useAlbums = () => useQuery(albumOptions)
export const labelOptions = (kind: LabelKind) =>
  queryOptions({ queryKey: keys.labelsOf(kind), queryFn: () => engine.call('labels.list', { kind }) })
export const useLabels = (kind: LabelKind) => useQuery(labelOptions(kind))

export const useAnalysis = (id: string) =>
  useQuery({ queryKey: keys.analysis(id), queryFn: () => engine.call('photo.analyze', { id }) })

export const useFaces = (id: string, isWanted: boolean) =>
  useQuery({ queryKey: keys.faces(id), queryFn: () => engine.call('faces.find', { id }), enabled: isWanted })

/** The films among pictures that are selected; none, until it is known. */
export const useFilmsAmong = (ids: ReadonlySet<string>) =>
  useQuery({
    queryKey: ['films', [...ids]],
    queryFn: () => engine.call('catalog.films', { ids: [...ids] }),
    enabled: ids.size > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })

export interface WantedCandidates {
  readonly id: string
  readonly face: number
  readonly strength: number
  readonly model: string | undefined
  readonly detector: string | undefined
}

/** They lie among the previews, which go after a while: asked for again whenever the face is opened. */
export const useFaceCandidates = (wanted: WantedCandidates, isWanted: boolean) =>
  useQuery({
    queryKey: keys.candidates(wanted),
    queryFn: ({ signal }) => engine.call('faces.candidates', wanted, { signal }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })

/** `recipe` undefined: nothing to estimate yet. */
export const useEstimate = (id: string, recipe: Recipe | undefined) =>
  useQuery({
    queryKey: keys.estimate(id, recipe as Recipe),
    queryFn: () => engine.call('photo.estimate', { id, recipe: recipe as Recipe }),
    enabled: recipe?.steps.some((step) => step.enabled) ?? false,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

export const useSystem = () => useQuery({ queryKey: keys.system, queryFn: () => engine.call('system.info', {}) })
export const useModels = () => useQuery({ queryKey: keys.models, queryFn: () => engine.call('models.list', {}) })
export const useHost = () => useQuery({ queryKey: keys.host, queryFn: () => host.call('host.info', {}) })
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: () => engine.call('settings.get', {}) })

export const useChangeSettings = () =>
  useMutation({
    mutationFn: (change: Partial<Settings>) => engine.call('settings.set', change),
    onMutate: (change) =>
      queryClient.setQueryData<Settings>(keys.settings, (known) => (known ? { ...known, ...change } : known)),
    onSuccess: (settings) => queryClient.setQueryData(keys.settings, settings),
    onError: () => queryClient.invalidateQueries({ queryKey: keys.settings }),
  })
