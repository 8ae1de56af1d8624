import { mkdir } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { CatalogEntry, InstallProgress, ModelEntry } from '../../shared/models.ts'
import { openModelStore } from '../inference/models.ts'
import { type DownloadOptions, download } from './download.ts'
import { entryOfCard, entryOfCatalog } from './entries.ts'
import { type InstallRequest, installModel, type KnownModel, removeModel } from './install.ts'
import { readSpeeds } from './speeds.ts'

export interface ModelLibraryOptions {
  /** Folders of the models we ship. */
  readonly builtIn: readonly string[]
  /** Folder of the models the user installs. */
  readonly store: string
  readonly catalog: readonly CatalogEntry[]
  /** Where files are converted; here when left out. */
  readonly convert?: (request: InstallRequest) => Promise<ModelCard>
  /** For tests: a full disk, a proxy. */
  readonly download?: Partial<DownloadOptions>
}

export interface Work {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: InstallProgress) => void) | undefined
}

/** The models of a library: those we ship, those the user installed, those that can be had. */
export interface ModelLibrary {
  list(): Promise<ModelEntry[]>
  /** @throws AppError `not-found` */
  show(id: string): Promise<ModelEntry>
  /**
   * Downloads a model of the catalog, checks it and converts it. Nothing is installed unless all went well.
   * @throws AppError `not-found`, `download-failed`, `checksum-wrong`, `disk-full`, `model-refused`, `cancelled`
   */
  install(id: string, work?: Work): Promise<ModelCard>
  /** @throws AppError as `installModel` */
  importFiles(files: readonly string[], id: string | undefined, work?: Work): Promise<ModelCard>
  /** @throws AppError `not-found`; `invalid-input` for a model we ship */
  remove(id: string): Promise<void>
}

export function createModelLibrary(options: ModelLibraryOptions): ModelLibrary {
  const { builtIn, store, catalog, convert: install = installModel } = options
  const own = openModelStore(builtIn)
  const all = openModelStore([...builtIn, store])
  const reserved = () => own.list().map(({ id }) => id)

  const list = async (): Promise<ModelEntry[]> => {
    const speeds = await readSpeeds(store)
    const cards = all.list()
    const here = new Set(cards.map(({ id }) => id))
    const entries = cards.map((card) =>
      entryOfCard(
        card,
        speeds,
        catalog.find(({ id }) => id === card.id),
      ),
    )
    return [...entries, ...catalog.filter(({ id }) => !here.has(id)).map(entryOfCatalog)]
  }
  const convert = (files: readonly string[], id: string | undefined, known: KnownModel | undefined, work: Work) => {
    work.onProgress?.({ stage: 'convert', fraction: 0, bytes: 0 })
    work.signal?.throwIfAborted()
    return install({ store, files, id, reserved: reserved(), known, now: new Date().toISOString() })
  }

  return {
    list,
    show: async (id) => {
      const entry = (await list()).find((known) => known.id === id)
      if (!entry) throw new AppError('not-found', `There is no model called “${id}”.`, { id })
      return entry
    },
    install: async (id, work = {}) => {
      const entry = needEntry(catalog, id)
      if (!entry.download)
        throw new AppError(
          'invalid-input',
          `“${entry.name}” has to be fetched by hand: ${entry.byHand?.en} (${entry.page})`,
          { id },
        )
      await mkdir(store, { recursive: true })
      const fetched = await download({ ...options.download, ...entry.download, folder: store, ...work })
      try {
        return await convert([fetched.file], id, knownOf(entry, entry.download.url), work)
      } finally {
        await fetched.discard()
      }
    },
    importFiles: (files, id, work = {}) => convert(files, id, undefined, work),
    remove: async (id) => {
      if (reserved().includes(id)) throw new AppError('invalid-input', `“${id}” belongs to Daguerre and stays.`, { id })
      await removeModel(store, id)
    },
  }
}

function needEntry(catalog: readonly CatalogEntry[], id: string): CatalogEntry {
  const entry = catalog.find((known) => known.id === id)
  if (!entry) throw new AppError('not-found', `The catalog has no model called “${id}”.`, { id })
  return entry
}

const knownOf = (entry: CatalogEntry, url: string): KnownModel => ({
  name: entry.name,
  licence: entry.licence.name,
  nonCommercial: entry.licence.nonCommercial,
  page: entry.page,
  url,
  goodFor: entry.goodFor.en,
  finalScale: entry.finalScale,
})
