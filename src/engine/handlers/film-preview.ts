import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { FilmPart, Recipe } from '../../shared/recipe.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { filmPreviewFile } from '../catalog/library.ts'
import { originalFile } from '../catalog/verify.ts'
import { previewId } from '../film/preview-id.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Estimator } from '../jobs/estimate.ts'
import { paceOfProgress } from '../jobs/film-pace.ts'
import type { Lane } from '../jobs/lane.ts'
import { scratchOfPreview, scratchPlaces } from '../jobs/restore-job.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'
import { resolveFilmRecipe } from '../pipeline/resolve.ts'

export interface FilmPreviewDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly settings: () => WorkerSettings
  readonly models: ModelStore
  readonly estimator: Pick<Estimator, 'films'>
}

/** A few seconds of a film with all of a recipe. It does not wait in the queue: somebody is looking. */
export function filmPreviewHandlers(deps: FilmPreviewDeps): Pick<Handlers<Engine>, 'film.preview'> {
  const { catalog, lane, settings, models, estimator } = deps
  return {
    'film.preview': async ({ id, recipe: wanted, from, seconds }, { signal, emit }) => {
      const started = performance.now()
      const original = catalog.originals.need(id)
      if (original.kind !== 'video') throw new AppError('invalid-input', 'Only films have a preview that plays.')
      const part: FilmPart = { from, to: Math.round((from + seconds) * 1e6) / 1e6 }
      const recipe: Recipe = { ...wanted, part }
      // By the networks it would run with now: another one makes another preview.
      const preview = previewId(original.sha256, resolveFilmRecipe(recipe, models).recipe, part)
      const output = join(catalog.library.root, filmPreviewFile(preview))
      if (existsSync(output)) return { preview, seconds: 0 }
      const scratch = { places: scratchPlaces(catalog), name: scratchOfPreview(preview) }
      await mkdir(dirname(output), { recursive: true })
      const input = await originalFile(catalog, id)
      if (signal.aborted) throw new AppError('cancelled', 'Nobody waits for it any more.')
      const pace = paceOfProgress()
      const running = lane.run(
        { kind: 'film-preview', input, inputSha256: original.sha256, output, recipe, scratch },
        settings(),
        (progress) => {
          pace.saw(progress)
          emit({ fraction: progress.fraction, stage: progress.stage })
        },
      )
      const stop = () => running.steer('stop')
      signal.addEventListener('abort', stop, { once: true })
      try {
        await running.result
        const whole = pace.seconds()
        if (whole !== undefined) estimator.films.measured(id, recipe, whole)
      } finally {
        signal.removeEventListener('abort', stop)
        const folders = scratch.places.map((place) => join(place, scratch.name))
        await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
      }
      return { preview, seconds: (performance.now() - started) / 1000 }
    },
  }
}
