import { create } from 'zustand'
import type { InstallProgress } from '../../../shared/models.ts'

/** Work in hand on a model: its download, its import, its measurement. */
export interface ModelWork {
  readonly kind: 'install' | 'import' | 'measure'
  readonly progress: InstallProgress | null
  readonly abort: AbortController
}

interface ModelsState {
  /** By model; an import, which has no id yet, by `IMPORT`. */
  readonly work: Readonly<Record<string, ModelWork>>
  /** What went wrong last, by the same keys. */
  readonly failures: Readonly<Record<string, unknown>>
  /** The model somebody is asked about. */
  readonly removing: { readonly id: string; readonly name: string } | null
}

/** No model can have this id. */
export const IMPORT = '+'

export const useModelsState = create<ModelsState>(() => ({ work: {}, failures: {}, removing: null }))

export function begin(key: string, kind: ModelWork['kind']): ModelWork {
  const work: ModelWork = { kind, progress: null, abort: new AbortController() }
  useModelsState.setState(({ work: all, failures }) => ({
    work: { ...all, [key]: work },
    failures: without(failures, key),
  }))
  return work
}

export const progressed = (key: string, progress: InstallProgress): void =>
  useModelsState.setState(({ work }) => {
    const mine = work[key]
    return mine ? { work: { ...work, [key]: { ...mine, progress } } } : {}
  })

export const ended = (key: string): void => useModelsState.setState(({ work }) => ({ work: without(work, key) }))

export const failedWith = (key: string, error: unknown): void =>
  useModelsState.setState(({ failures }) => ({ failures: { ...failures, [key]: error } }))

export const dismissFailure = (key: string): void =>
  useModelsState.setState(({ failures }) => ({ failures: without(failures, key) }))

export const askToRemoveModel = (id: string, name: string): void => useModelsState.setState({ removing: { id, name } })
export const closeRemoveModel = (): void => useModelsState.setState({ removing: null })

const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))
