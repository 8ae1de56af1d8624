import { analyzeFile } from '../analysis/analyze.ts'
import { type ModelStore, openModelStore } from '../inference/models.ts'
import { createSessionPool, type SessionPool } from '../inference/session-pool.ts'
import { openPicture } from '../media/open.ts'
import { readMetadata } from '../media/read-metadata.ts'
import { type SavedFile, savePicture } from '../media/save.ts'
import { installModel } from '../models/install.ts'
import { measureModel } from '../models/measure.ts'
import type { Progress } from '../pipeline/restore.ts'
import { restoreFile } from '../pipeline/restore-file.ts'
import type { ExportTask, OutputOf, RestoreTask, Task, WorkerSettings } from './worker-messages.ts'

export interface Controls {
  readonly cancelled: () => boolean
  readonly onProgress: (progress: Progress) => void
}

interface Warm {
  readonly key: string
  readonly models: ModelStore
  readonly sessions: SessionPool
}

/** Does one task after another; the networks stay loaded in between. Lives in a worker thread. */
export function createPerformer() {
  let warm: Warm | undefined

  const warmFor = async (settings: WorkerSettings): Promise<Warm> => {
    const key = JSON.stringify(settings)
    if (warm?.key === key) return warm
    await warm?.sessions.release()
    const models = openModelStore(settings.models)
    warm = { key, models, sessions: createSessionPool(models, settings) }
    return warm
  }

  return async (task: Task, settings: WorkerSettings, controls: Controls): Promise<OutputOf[Task['kind']]> => {
    if (task.kind === 'analyze') return analyzeFile(task.input)
    if (task.kind === 'export') return performExport(task)
    if (task.kind === 'install') return installModel(task.request)
    if (task.kind === 'measure') {
      const { models, sessions } = await warmFor(settings)
      return measureModel(task.model, models, sessions)
    }
    return restoreOne(task, settings, await warmFor(settings), controls)
  }
}

function restoreOne(task: RestoreTask, settings: WorkerSettings, { models, sessions }: Warm, controls: Controls) {
  return restoreFile({
    input: task.input,
    inputSha256: task.inputSha256,
    output: task.output,
    saveMask: task.mask,
    recipe: task.recipe,
    skipHealthy: true,
    format: 'png',
    // The place belongs to this job: what is there is its own earlier attempt.
    overwrite: true,
    models,
    sessions,
    device: settings.device,
    threads: settings.threads,
    ...controls,
  })
}

/** The description comes from the original, which is its first hand; the profile from the result, which its samples are in. */
export async function performExport(task: ExportTask): Promise<SavedFile> {
  const picture = await openPicture(task.result)
  const described = task.original === null ? picture.metadata : await readMetadata(task.original)
  const { icc: _, ...description } = described
  const { icc } = picture.metadata
  const metadata = { ...description, ...(icc && { icc }) }
  const { format, quality, keepPrivateData, provenance, protect } = task
  return savePicture({ ...picture, metadata }, task.output, { format, quality, keepPrivateData, provenance, protect })
}
