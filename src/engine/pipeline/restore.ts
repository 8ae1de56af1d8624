import type { ImaginedFit, Operation, RunContext, Size } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import { type CreateRaster, colourChannels, type Raster } from '../../shared/image/raster.ts'
import type { Areas, Recipe } from '../../shared/recipe.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Device } from '../inference/providers.ts'
import { createSessionPool, type SessionPool } from '../inference/session-pool.ts'
import type { Picture } from '../media/picture.ts'
import { joinAlpha, splitAlpha } from './alpha.ts'
import { applyAreas, areaMask, hasAreas } from './areas.ts'
import { createRunContext } from './context.ts'
import { recordSeconds, sizesAlong, stepSeconds } from './cost.ts'
import { measureFidelity } from './fidelity.ts'
import { combineInventions, mapSize } from './invention.ts'
import { type ResolvedStep, resolveRecipe } from './resolve.ts'

/** Largest result: beyond it neither memory nor file formats hold out. */
const MAX_PIXELS = 500_000_000
const MAX_SIDE = 65_000
/** Part of the progress that checking the result takes. */
const CHECKING = 0.03

export interface Progress {
  /** Operation at work, or `open`, `check`, `save`. */
  readonly stage: string
  /** Part of the whole that is done, 0..1, never falling. */
  readonly fraction: number
  /** Of a film at work. */
  readonly framesPerSecond?: number | undefined
}

export interface RestoreContext {
  readonly models: ModelStore
  readonly device: Device
  /** Threads for networks; 0: all cores. */
  readonly threads: number
  /** Networks kept warm between pictures; without it they are loaded and freed for this one. */
  readonly sessions?: SessionPool
  readonly cancelled: () => boolean
  readonly onProgress: (progress: Progress) => void
  readonly log?: (message: string) => void
  /** False: faces are neither looked for nor changed. */
  readonly faces?: boolean
  /** Operations to choose from; those users meet when left out. */
  readonly operations?: ReadonlyMap<string, Operation>
  /** First tile side; only tests choose it. */
  readonly startTile?: number
  /** Makes results; in memory when left out. */
  readonly create?: CreateRaster
  /** Told the size of the result before any work: throws where its place has no room for it. */
  readonly checkResult?: (size: Size) => void
}

/** Seconds. `glue` is everything in the operations that is not inside a network: cutting, joining, classical work. */
export interface Timings {
  readonly inference: number
  readonly glue: number
  /** Fidelity and invention map. */
  readonly check: number
  readonly steps: readonly { readonly operation: string; readonly seconds: number }[]
}

export interface Restored {
  readonly picture: Picture
  /** Where and how strongly detail was invented: one channel, at most 2048 pixels long. */
  readonly invention: Raster | undefined
  readonly inventionShare: number
  readonly inventedBy: readonly string[]
  /** dB, see fidelity.ts; null when everything was repaired. */
  readonly fidelity: number | null
  /** How near what was imagined comes to what is known: one for each face; empty where nobody was. */
  readonly imagined: readonly ImaginedFit[]
  /** The recipe as it ran: safe order, defaults filled in, models with their checksums. */
  readonly recipe: Recipe
  readonly timings: Timings
  /** Plain sentences worth telling: a device that could not be used. */
  readonly notes: readonly string[]
}

/** Runs a recipe on a picture. The picture is not changed. Same picture, recipe, models and device: same bytes. */
export async function restorePicture(picture: Picture, recipe: Recipe, context: RestoreContext): Promise<Restored> {
  const { steps, recipe: filled, notes } = resolveRecipe(recipe, context.models, context.operations)
  const sizes = sizesAlong(steps, picture.raster)
  sizes.forEach(checkSize)
  context.checkResult?.(sizes.at(-1) ?? picture.raster)
  const sessions = context.sessions ?? createSessionPool(context.models, context)
  try {
    const secondsBefore = sessions.seconds()
    const work = await runSteps(picture.raster, steps, { ...context, sessions })
    const inference = sessions.seconds() - secondsBefore
    const running = work.timings.reduce((sum, { seconds }) => sum + seconds, 0)
    const checked = await check(work, recipe.areas, context)
    return {
      ...checked,
      picture: {
        ...picture,
        raster: checked.raster,
        metadata: metadataFor(picture, checked.raster, work.imagined.length > 0),
      },
      imagined: work.imagined,
      recipe: filled,
      timings: { inference, glue: Math.max(0, running - inference), check: checked.seconds, steps: work.timings },
      notes: [...notes, ...sessions.notes()],
    }
  } finally {
    if (!context.sessions) await sessions.release()
  }
}

/** @throws AppError `output-too-large` */
export function checkSize({ width, height }: { width: number; height: number }): void {
  if (width * height <= MAX_PIXELS && width <= MAX_SIDE && height <= MAX_SIDE) return
  throw new AppError('output-too-large', `The result would be ${width} x ${height} pixels, which is too large.`, {
    width,
    height,
  })
}

interface Work {
  /** After turning and cropping: what the result must stay true to. */
  scan: Raster
  colour: Raster
  alpha: Raster | undefined
  readonly inventions: { readonly operation: string; readonly map: Raster }[]
  readonly masks: Raster[]
  readonly timings: { readonly operation: string; readonly seconds: number }[]
  readonly imagined: ImaginedFit[]
}

async function runSteps(
  image: Raster,
  steps: readonly ResolvedStep[],
  context: RestoreContext & { readonly sessions: SessionPool },
): Promise<Work> {
  const sizes = sizesAlong(steps, image)
  const costs = steps.map((step, i) => stepSeconds(step, sizes[i] ?? image, context.models))
  const total = costs.reduce((sum, cost) => sum + cost, 0) || 1
  const { colour, alpha } = splitAlpha(image)
  const work: Work = { scan: colour, colour, alpha, inventions: [], masks: [], timings: [], imagined: [] }
  let before = 0
  for (const [i, step] of steps.entries()) {
    const cost = costs[i] ?? 0
    const report = (part: number) =>
      context.onProgress({
        stage: step.operation.id,
        fraction: ((before + cost * part) / total) * (1 - CHECKING),
      })
    report(0)
    await runStep(work, step, createRunContext({ ...context, progress: report, seed: step.seed }))
    report(1)
    before += cost
  }
  return work
}

async function runStep(work: Work, { operation, params, run, ...step }: ResolvedStep, context: RunContext) {
  const start = performance.now()
  await context.pause()
  const before = { width: work.colour.width, height: work.colour.height }
  if (operation.stage === 'geometry') {
    const whole = await joinAlpha(work, { pause: () => context.pause() })
    Object.assign(work, splitAlpha((await run(whole, params, context)).image))
    work.scan = work.colour
  } else {
    const { image, invention, imagined = [] } = await run(work.colour, params, context)
    work.colour = image
    work.imagined.push(...imagined)
    if (work.alpha && operation.alphaToo?.(params)) work.alpha = (await run(work.alpha, params, context)).image
    if (invention) work.inventions.push({ operation: operation.id, map: invention })
    if (invention && operation.invention === 'mask') work.masks.push(invention)
  }
  const seconds = (performance.now() - start) / 1000
  work.timings.push({ operation: operation.id, seconds })
  recordSeconds({ operation, params, run, ...step }, before, seconds)
}

/** Puts the scan back where it is wanted, judges the result, then puts alpha back. */
async function check(work: Work, areas: Areas | undefined, context: RestoreContext) {
  const start = performance.now()
  const pause = async () => {
    if (context.cancelled()) throw new AppError('cancelled', 'The work was cancelled.')
  }
  context.onProgress({ stage: 'check', fraction: 1 - CHECKING })
  const keeps = hasAreas(areas) && work.colour !== work.scan
  if (keeps) await applyAreas(work.scan, work.colour, areas, { pause })
  const masks = work.masks.map((map) => ({ operation: '', map }))
  const repaired = masks.length > 0 ? (await combineInventions(masks, work.scan)).map : undefined
  // A picture of its own is not measured against the scan: it has its own figure.
  const isOwn = work.imagined.length > 0
  const fidelity = isOwn ? null : await measureFidelity(work.scan, work.colour, repaired, { pause })
  const [width, height] = mapSize(work.scan)
  const kept = keeps ? areaMask(areas, { left: 0, top: 0, width, height }, { width, height }) : undefined
  const invention = await combineInventions(work.inventions, work.scan, kept)
  const { colour, alpha } = work
  work.scan = colour
  const raster = await joinAlpha({ colour, alpha }, { pause, ...(context.create && { create: context.create }) })
  context.onProgress({ stage: 'check', fraction: 1 })
  return {
    raster,
    invention: invention.map,
    inventionShare: invention.share,
    inventedBy: invention.by,
    fidelity: fidelity ?? null,
    seconds: (performance.now() - start) / 1000,
  }
}

/** A gray profile does not describe the colours a step put in; without a profile RGB means sRGB. */
function metadataFor({ metadata, raster }: Picture, result: Raster, isImagined: boolean): Picture['metadata'] {
  const { icc } = metadata
  // Neither the people nor the day nor the place of the scan are those of somebody who does not exist.
  if (isImagined) return icc && colourChannels(raster) === colourChannels(result) ? { icc } : {}
  if (colourChannels(raster) === colourChannels(result)) return metadata
  const { icc: _, ...rest } = metadata
  return rest
}
