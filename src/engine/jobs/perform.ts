import { analyzeFile } from '../analysis/analyze.ts'
import { performExport } from '../export/perform-export.ts'
import { makeCandidates } from '../faces/candidates.ts'
import { facesOfFile } from '../faces/find-in-picture.ts'
import { imagineFace } from '../faces/imagine.ts'
import { analyzeFilm } from '../film/analysis/analyze-film.ts'
import { naturalContainer } from '../film/arguments/join.ts'
import type { FilmReport } from '../film/film-report.ts'
import { isFilm } from '../film/is-film.ts'
import { restoreAnyFilm } from '../film/restore-any-film.ts'
import { openFilmTools } from '../film/tools/film-tools.ts'
import { type ModelStore, openModelStore } from '../inference/models.ts'
import { createSessionPool, type SessionPool } from '../inference/session-pool.ts'
import { turnOn } from '../inference/turn.ts'
import { installModel } from '../models/install.ts'
import { measureModel } from '../models/measure.ts'
import { performCut } from '../pages/perform-cut.ts'
import type { Progress, RestoreContext } from '../pipeline/restore.ts'
import { restoreFile } from '../pipeline/restore-file.ts'
import { createPreviewer } from './perform-preview.ts'
import type { FilmPreviewTask, OutputOf, RestoreTask, Task, WorkerSettings } from './worker-messages.ts'

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
  const preview = createPreviewer()

  const warmFor = async (settings: WorkerSettings): Promise<Warm> => {
    const { turn, ...chosen } = settings
    const key = JSON.stringify(chosen)
    if (warm?.key === key) return warm
    await warm?.sessions.release()
    const models = openModelStore(settings.models)
    warm = { key, models, sessions: createSessionPool(models, { ...chosen, ...(turn && { turn: turnOn(turn) }) }) }
    return warm
  }

  return async (task: Task, settings: WorkerSettings, controls: Controls): Promise<OutputOf[Task['kind']]> => {
    if (task.kind === 'analyze') {
      if (await isFilm(task.input)) return analyzeFilm(openFilmTools(), task.input)
      return analyzeFile(task.input, { ...(await warmFor(settings)), faces: settings.faces !== false })
    }
    if (task.kind === 'find-faces') return facesOfFile(task.input, await warmFor(settings), controls.cancelled)
    if (task.kind === 'face-candidates') return makeCandidates(task, await warmFor(settings), controls.cancelled)
    if (task.kind === 'imagine-face') return imagineFace(task, await warmFor(settings), controls.cancelled)
    if (task.kind === 'export') return performExport(task)
    if (task.kind === 'preview') return preview(task, settings, await warmFor(settings), controls)
    if (task.kind === 'film-preview')
      return previewFilm(task, { ...settings, ...(await warmFor(settings)), ...controls })
    if (task.kind === 'cut') return performCut(task)
    if (task.kind === 'install') return installModel(task.request)
    if (task.kind === 'measure') {
      const { models, sessions } = await warmFor(settings)
      return measureModel(task.model, models, sessions)
    }
    return restoreOne(task, settings, await warmFor(settings), controls)
  }
}

async function restoreOne(task: RestoreTask, settings: WorkerSettings, { models, sessions }: Warm, controls: Controls) {
  if (await isFilm(task.input)) return restoreFilmOf(task, { ...settings, models, sessions, ...controls })
  return restoreFile({
    input: task.input,
    inputSha256: task.inputSha256,
    output: task.output,
    saveMask: task.mask,
    recipe: task.recipe,
    without: task.without,
    skipHealthy: true,
    format: 'png',
    // The place belongs to this job: what is there is its own earlier attempt.
    overwrite: true,
    models,
    sessions,
    device: settings.device,
    threads: settings.threads,
    faces: settings.faces !== false,
    ...controls,
  })
}

function previewFilm({ kind: _kind, scratch, ...task }: FilmPreviewTask, context: RestoreContext): Promise<FilmReport> {
  const places = { scratchPlaces: scratch.places, scratchName: scratch.name }
  return restoreAnyFilm({ ...context, ...task, ...places, overwrite: true })
}

async function restoreFilmOf(task: RestoreTask, context: RestoreContext): Promise<FilmReport> {
  const tools = openFilmTools()
  const container = naturalContainer(await tools.probe(task.input))
  return restoreAnyFilm({
    ...context,
    input: task.input,
    inputSha256: task.inputSha256,
    output: task.output.replace(/\.png$/, `.${container}`),
    recipe: task.recipe,
    without: task.without,
    overwrite: true,
    tools,
    scratchPlaces: task.scratch.places,
    scratchName: task.scratch.name,
  })
}
