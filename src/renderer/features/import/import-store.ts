import { create } from 'zustand'
import type { Failure } from '../../../shared/entities.ts'

export interface ImportFailure {
  readonly name: string
  readonly error: Failure
}

/** One thing the user asked to add: a choice of files, a folder, a drop. */
export interface ImportRun {
  readonly id: number
  readonly found: number
  readonly done: number
  readonly abort: AbortController
}

interface ImportState {
  readonly runs: readonly ImportRun[]
  /** Of all runs since the last time everything was done and seen. */
  readonly added: number
  /** Ids of the added ones, in order; the last few are shown as they come. */
  readonly addedIds: readonly string[]
  readonly duplicates: number
  readonly failures: readonly ImportFailure[]
  /** True once the last run ended, until the user has seen what came of it. */
  readonly finished: boolean
}

const fresh: ImportState = { runs: [], added: 0, addedIds: [], duplicates: 0, failures: [], finished: false }

export const useImport = create<ImportState>(() => fresh)

let last = 0

export function beginRun(found: number): ImportRun {
  const run: ImportRun = { id: ++last, found, done: 0, abort: new AbortController() }
  useImport.setState((state) => {
    const base = state.runs.length === 0 ? fresh : state
    return { ...base, runs: [...base.runs, run], finished: false }
  })
  return run
}

export const updateRun = (id: number, change: Partial<Pick<ImportRun, 'found' | 'done'>>): void =>
  useImport.setState(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? { ...run, ...change } : run)) }))

export interface ImportResult {
  readonly added: readonly string[]
  readonly duplicates: number
  readonly failures: readonly ImportFailure[]
}

export const addResult = (result: ImportResult): void =>
  useImport.setState((state) => ({
    added: state.added + result.added.length,
    addedIds: [...state.addedIds, ...result.added],
    duplicates: state.duplicates + result.duplicates,
    failures: [...state.failures, ...result.failures],
  }))

export const endRun = (id: number): void =>
  useImport.setState(({ runs }) => {
    const left = runs.filter((run) => run.id !== id)
    return { runs: left, finished: left.length === 0 }
  })

export const dismissImport = (): void => useImport.setState(fresh)

export const cancelImport = (): void => {
  for (const run of useImport.getState().runs) run.abort.abort()
}
