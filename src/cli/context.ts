import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { builtInModels } from '../engine/built-in-models.ts'
import { defaultLibraryFolder, installedModels } from '../engine/catalog/library.ts'
import { type FilmTools, openFilmTools } from '../engine/film/tools/film-tools.ts'
import { type ModelStore, openModelStore } from '../engine/inference/models.ts'
import { devices } from '../shared/engine.ts'
import { usageError } from './exit.ts'
import { createVoice, type Voice } from './output.ts'

export type Device = (typeof devices)[number]

/** What every command gets: the global flags made usable. */
export interface Context {
  readonly voice: Voice
  readonly device: Device
  readonly threads: number
  readonly library: string | undefined
  /** The models we ship and those installed in the library. */
  models(): Promise<ModelStore>
  /** ffmpeg, which films need. @throws AppError `environment-lacks` */
  films(): FilmTools
  /** True once the user has pressed Ctrl+C: work stops at the next tile. */
  readonly cancelled: () => boolean
  /** The same, for what can be told at once. */
  readonly signal: AbortSignal
}

interface Globals {
  readonly library?: string
  readonly device: string
  readonly threads: string
  readonly quiet?: boolean
  readonly json?: boolean
  readonly ffmpeg?: string
}

const interruption = new AbortController()
/** The first Ctrl+C asks the work to stop; the second ends the process, as terminals expect. */
export function listenForInterrupt(): void {
  process.once('SIGINT', () => {
    interruption.abort()
    process.once('SIGINT', () => process.exit(130))
  })
}

export function contextOf(command: Command): Context {
  const globals = command.optsWithGlobals<Globals>()
  let store: ModelStore | undefined
  return {
    voice: createVoice({ json: globals.json ?? false, quiet: globals.quiet ?? false }),
    device: deviceOf(globals.device),
    threads: threadsOf(globals.threads),
    library: globals.library,
    models: async () => (store ??= openModelStore(await modelFolders(globals.library))),
    films: () => openFilmTools({ ffmpeg: globals.ffmpeg }),
    cancelled: () => interruption.signal.aborted,
    signal: interruption.signal,
  }
}

/** Ours first, so that none of the user's can stand in for one. */
export const modelFolders = async (library: string | undefined): Promise<string[]> => [
  builtInModels(),
  installedModels(resolve(library ?? (await defaultLibraryFolder()))),
]

function deviceOf(text: string): Device {
  const device = devices.find((known) => known === text)
  if (!device) throw usageError(`--device: "${text}" is not one of ${devices.join(', ')}.`)
  return device
}

/** 0, the default, means every core there is. */
function threadsOf(text: string): number {
  const threads = Number(text)
  if (!Number.isInteger(threads) || threads < 0 || threads > 64)
    throw usageError(`--threads: "${text}" is not a whole number from 0 to 64.`)
  return threads === 0 ? Math.min(availableParallelism(), 16) : threads
}
