import { Worker } from 'node:worker_threads'
import type { Engine } from '../shared/engine.ts'
import type { Handlers } from '../shared/rpc/contract.ts'
import type { Shell } from '../shared/shell.ts'
import { type Catalog, openCatalog } from './catalog/catalog.ts'
import { pictureMedia } from './catalog/picture-media.ts'
import { createGrants } from './grants.ts'
import { albumHandlers } from './handlers/albums.ts'
import { catalogHandlers } from './handlers/catalog.ts'
import { exportHandlers } from './handlers/export.ts'
import { faceHandlers } from './handlers/faces.ts'
import { filmHandlers } from './handlers/film.ts'
import { filmPreviewHandlers } from './handlers/film-preview.ts'
import { galleryHandlers } from './handlers/gallery.ts'
import { jobHandlers } from './handlers/jobs.ts'
import { modelHandlers } from './handlers/models.ts'
import { photoHandlers } from './handlers/photo.ts'
import { reviewHandlers } from './handlers/review.ts'
import { settingsHandlers } from './handlers/settings.ts'
import { shellHandlers } from './handlers/shell.ts'
import { systemHandlers } from './handlers/system.ts'
import { viewerHandlers } from './handlers/viewer.ts'
import { openModelStore } from './inference/models.ts'
import type { Device } from './inference/providers.ts'
import { keepRuntimeQuiet } from './inference/quiet-runtime.ts'
import { createTurnMemory } from './inference/turn.ts'
import { createEstimator } from './jobs/estimate.ts'
import { healRunning, sweepLibrary } from './jobs/heal.ts'
import { createLane, type Lane, type WorkerLike } from './jobs/lane.ts'
import { Queue } from './jobs/queue.ts'
import type { WorkerSettings } from './jobs/worker-messages.ts'
import { readModelCatalog } from './models/catalog-file.ts'
import { createModelLibrary } from './models/library.ts'
import { trimPreviews } from './preview-files.ts'
import { createLocator } from './renditions.ts'
import { trimCache } from './trim-cache.ts'
import { sweepUploads } from './uploads.ts'
import { adoptUploads } from './uploads-adopt.ts'

export interface EngineOptions {
  /** Folder of the library; made if need be. */
  readonly library: string
  /** Folders of the models we ship; those the user installed lie in the library. */
  readonly models: readonly string[]
  /** Another catalog of models that can be had, in place of ours. */
  readonly modelCatalog?: string | undefined
  /** Of the command line; the settings decide when left out. */
  readonly device?: Device | undefined
  readonly threads?: number | undefined
  readonly version: string
  readonly log: (error: unknown) => void
  /** The bundled `restoration-worker`. */
  readonly worker: string
  /** A network hangs: only the end of this process frees the computer of it. */
  readonly onStuck: (stage: string) => void
  /** For tests: another worker thread. */
  readonly startWorker?: () => WorkerLike
}

export interface RunningEngine {
  readonly pageHandlers: Handlers<Engine>
  readonly shellHandlers: Handlers<Shell>
  /** Absolute. */
  readonly library: string
  /** Stops at the next tile, puts everything down, closes the catalog. */
  close(): Promise<void>
}

/** How long networks stay loaded without work; the thread that looks at pictures holds little, but for nothing. */
const RESTORING_IDLE_MS = 300_000
const LOOKING_IDLE_MS = 60_000

/** Opens a library and puts everything that works on it together: the only place where that is done. */
export async function createEngine(options: EngineOptions): Promise<RunningEngine> {
  keepRuntimeQuiet()
  const started = Date.now()
  const catalog = openCatalog(options.library)
  try {
    await healRunning(catalog)
    return assemble(options, catalog, started)
  } catch (error) {
    catalog.close()
    throw error
  }
}

function assemble(options: EngineOptions, catalog: Catalog, started: number): RunningEngine {
  const { log } = options
  // Those we ship first: none of the user's can stand in for one.
  const models = [...options.models, catalog.library.models]
  const turn = createTurnMemory()
  const settings = (): WorkerSettings => {
    const chosen = catalog.settings.get()
    const { device = chosen.device, threads = chosen.threads } = options
    return { models, device, threads, faces: chosen.faces, turn }
  }
  const { restoring, looking, previewing } = openLanes(options)
  const modelStore = openModelStore(models)
  const estimator = createEstimator(catalog.timings, modelStore)
  const queue = new Queue({
    catalog,
    lane: restoring,
    estimator,
    settings,
    engineVersion: options.version,
    log,
    onStuck: options.onStuck,
  })
  const grants = createGrants()
  const modelLibrary = createModelLibrary({
    builtIn: options.models,
    store: catalog.library.models,
    catalog: readModelCatalog(options.modelCatalog),
    // A network that is tried out blocks its thread.
    convert: (request) => looking.run({ kind: 'install', request }, settings()).result,
  })
  const ending = new AbortController()
  const close = closer(catalog, queue, [restoring, looking, previewing], ending)
  const engine: RunningEngine = {
    library: catalog.library.root,
    pageHandlers: {
      ...systemHandlers({ version: options.version, library: catalog.library.root, settings }),
      ...settingsHandlers({ catalog }),
      ...albumHandlers({ catalog }),
      ...galleryHandlers({ catalog }),
      ...reviewHandlers({
        catalog,
        media: pictureMedia,
        cut: (task, chosen) => looking.run(task, chosen).result,
        settings,
      }),
      ...catalogHandlers({
        catalog,
        media: pictureMedia,
        pathsOf: (names) => grants.pathsOf(names),
        beforeRemove: (ids) => queue.forget(ids),
        log,
      }),
      ...faceHandlers({ catalog, lane: looking, settings, models: modelStore }),
      ...photoHandlers({ catalog, lane: looking, estimator, settings }),
      ...viewerHandlers({ catalog, lane: previewing, estimator, settings, models: modelStore }),
      ...filmHandlers({ catalog }),
      ...filmPreviewHandlers({ catalog, lane: previewing, settings, models: modelStore, estimator }),
      ...jobHandlers(queue),
      ...modelHandlers({
        models: modelLibrary,
        library: catalog.library,
        lane: looking,
        settings,
        pathsOf: (names) => grants.pathsOf(names),
      }),
      ...exportHandlers({
        catalog,
        perform: (task, chosen) => looking.run(task, chosen).result,
        settings,
        log,
        grants,
      }),
    },
    shellHandlers: shellHandlers({ catalog, grants, locate: createLocator(catalog), stop: close }),
    close,
  }
  queue.start()
  tidy(catalog, started, ending.signal, log)
  return engine
}

function openLanes(options: EngineOptions) {
  const start = options.startWorker ?? ((): WorkerLike => new Worker(options.worker) as WorkerLike)
  return {
    restoring: createLane({ start, idleMs: RESTORING_IDLE_MS }),
    // Looking at a picture must not wait for a restoration that takes minutes.
    looking: createLane({ start, idleMs: LOOKING_IDLE_MS }),
    // Nor must a preview wait for an export, or the other way round.
    previewing: createLane({ start, idleMs: LOOKING_IDLE_MS }),
  }
}

/** Once, however often it is asked for. */
function closer(catalog: Catalog, queue: Queue, lanes: readonly Lane[], ending: AbortController): () => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async () => {
    ending.abort()
    await queue.close()
    await Promise.all(lanes.map((lane) => lane.close()))
    catalog.close()
  }
  return () => (closing ??= close())
}

/** What a former engine did not finish, in the background: the window must not wait for it. */
function tidy(catalog: Catalog, started: number, signal: AbortSignal, log: (error: unknown) => void): void {
  const tell = (error: unknown) => {
    if (catalog.db.open && !signal.aborted) log(error)
  }
  const work = async () => {
    await catalog.doomed.deleteAll()
    await sweepUploads(catalog.library.originals)
    await sweepLibrary(catalog, started)
    await trimPreviews(catalog.library.root, 0)
    await trimCache(catalog.library.cache)
    await adoptUploads(catalog, pictureMedia, signal, tell)
  }
  work().catch(tell)
}
