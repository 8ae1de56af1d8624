import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { modelMethods } from '../../shared/models.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import { isWithin, type Library } from '../catalog/library.ts'
import type { Lane } from '../jobs/lane.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'
import type { ModelLibrary } from '../models/library.ts'
import { recordSpeed } from '../models/speeds.ts'

export interface ModelDeps {
  readonly models: ModelLibrary
  readonly library: Pick<Library, 'models' | 'originals'>
  readonly lane: Lane
  readonly settings: () => WorkerSettings
  /** Paths behind grants. Throws `grant-expired`. */
  readonly pathsOf: (grants: readonly string[]) => string[]
}

export function modelHandlers(deps: ModelDeps): Pick<Handlers<Engine>, keyof typeof modelMethods> {
  const { models, library, lane, settings } = deps
  return {
    'models.list': async () => ({ models: await models.list() }),
    'models.install': async ({ id }, { signal, emit }) => {
      const card = await cancellable(signal, models.install(id, { signal, onProgress: emit }))
      return { id: card.id }
    },
    'models.import': async ({ grants, id }, { signal, emit }) => {
      const files = deps.pathsOf(grants)
      try {
        const card = await cancellable(signal, models.importFiles(files, id, { signal, onProgress: emit }))
        return { id: card.id }
      } finally {
        await dropUploads(files, library.originals)
      }
    },
    'models.remove': async ({ id }) => {
      await models.remove(id)
      return null
    },
    'models.measure': async ({ id }) => {
      const measured = await lane.run({ kind: 'measure', model: id }, settings()).result
      await recordSpeed(library.models, measured, measured.secondsPerMegapixel)
      return { secondsPerMegapixel: measured.secondsPerMegapixel, device: measured.device }
    },
  }
}

async function cancellable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw signal.aborted ? new AppError('cancelled', 'This was cancelled.') : error
  })
}

const MODEL_FILES = new Set(['.onnx', '.pth', '.pt', '.safetensors', '.param', '.bin'])

/** A browser hands files over into the folder of originals: they served their purpose. Files elsewhere are the user's. */
async function dropUploads(files: readonly string[], originals: string): Promise<void> {
  for (const file of files)
    if (isWithin(originals, file) && MODEL_FILES.has(extname(file).toLowerCase())) await rm(file, { force: true })
}
