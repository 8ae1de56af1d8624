import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Size } from '../../operations/define.ts'
import { assetAddress } from '../../shared/assets.ts'
import type { Engine } from '../../shared/engine.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Window } from '../../shared/strokes.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { pyramidFolder } from '../catalog/library.ts'
import { toRestorationRecord } from '../catalog/records.ts'
import { originalFile } from '../catalog/verify.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Estimator } from '../jobs/estimate.ts'
import type { Lane } from '../jobs/lane.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'
import { mostDetailed } from '../media/detail.ts'
import { makePyramid } from '../media/pyramid.ts'
import { newPreviewName, previewFile, previewFolder, trimPreviews } from '../preview-files.ts'
import { newerOperations } from './newer.ts'
import { createPreviewPace } from './preview-pace.ts'

export interface ViewerDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly estimator: Estimator
  readonly settings: () => WorkerSettings
  readonly models: ModelStore
}

type ViewerMethods = 'photo.pyramid' | 'photo.preview' | 'photo.detail' | 'photo.newer'

/** What the large picture of the Restore screen asks for. */
export function viewerHandlers(deps: ViewerDeps): Pick<Handlers<Engine>, ViewerMethods> {
  const { catalog, lane, settings, models } = deps
  const { root } = catalog.library
  const pace = createPreviewPace()
  return {
    'photo.pyramid': async ({ id, of }) => {
      const { sha256 } = of === 'original' ? catalog.originals.need(id) : catalog.restorations.need(id)
      const input = of === 'original' ? await originalFile(catalog, id) : join(root, catalog.restorations.need(id).file)
      const { type: _, ...pyramid } = await makePyramid(input, join(root, pyramidFolder(sha256)))
      return pyramid
    },
    'photo.preview': async ({ id, recipe, region, side }, { signal }) => {
      const original = catalog.originals.need(id)
      const input = await originalFile(catalog, id)
      const name = newPreviewName()
      await mkdir(previewFolder(root), { recursive: true })
      const running = lane.run(
        {
          kind: 'preview',
          input,
          inputSha256: original.sha256,
          recipe,
          region: side === undefined ? affordable(region, original, recipe, deps.estimator, pace.patience()) : region,
          side,
          output: join(root, previewFile(name) as string),
        },
        settings(),
      )
      const stop = () => running.steer('stop')
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      const { box, frame, width, height, leftOut, seconds } = await running.result
      if (side === undefined) pace.learn(seconds)
      await trimPreviews(root)
      return {
        asset: assetAddress('preview', name),
        region: fractions(box, frame),
        width,
        height,
        leftOut: [...leftOut],
        seconds,
      }
    },
    'photo.detail': async ({ id, side }) => ({ region: await mostDetailed(await originalFile(catalog, id), side) }),
    'photo.newer': ({ restorationId }) => {
      const { recipe } = toRestorationRecord(catalog.restorations.need(restorationId))
      return { operations: newerOperations(recipe, models) }
    },
  }
}

const fractions = (box: Window, frame: Size): Window => ({
  left: box.left / frame.width,
  top: box.top / frame.height,
  width: box.width / frame.width,
  height: box.height / frame.height,
})

/** Below this side nothing is to be seen, however slow the computer is. */
const LEAST = 128
/** More is no preview: nobody sees more pixels at once. */
const MOST_PIXELS = 4_000_000

/**
 * The middle of the wanted part, as large as can be made in time by what work has taken on this computer.
 * @param patience seconds the steps may take
 */
export function affordable(region: Window, size: Size, recipe: Recipe, estimator: Estimator, patience: number): Window {
  const nothing: Recipe = { ...recipe, steps: [] }
  let { width, height } = region
  const pixels = () => ({ width: Math.round(width * size.width), height: Math.round(height * size.height) })
  const fits = (part: Size) =>
    part.width * part.height <= MOST_PIXELS &&
    estimator.seconds(recipe, part) - estimator.seconds(nothing, part) <= patience
  while (Math.min(pixels().width, pixels().height) > LEAST && !fits(pixels())) {
    width *= 0.9
    height *= 0.9
  }
  return {
    left: region.left + (region.width - width) / 2,
    top: region.top + (region.height - height) / 2,
    width,
    height,
  }
}
