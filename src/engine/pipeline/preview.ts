import type { Part, Size } from '../../operations/define.ts'
import { shrinkForMeasuring } from '../../operations/support/shrink.ts'
import { createRaster, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { Stroke, Window } from '../../shared/strokes.ts'
import type { ModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { splitAlpha } from './alpha.ts'
import { applyAreas, hasAreas } from './areas.ts'
import { createRunContext } from './context.ts'
import { type ResolvedStep, resolveRecipe } from './resolve.ts'
import type { RestoreContext } from './restore.ts'

/** Small tiles: a preview that nobody wants any more ends soon. */
const TILE = 192
/** Side of the copy of the whole picture that goes through the steps beside the part: finer than any step measures. */
const WHOLE_SIDE = 1024
/** Made once for many parts of one picture. */
const smallCopies = new WeakMap<Raster, Raster>()

function smallCopy(scan: Raster): Raster {
  const small = smallCopies.get(scan) ?? shrinkForMeasuring(scan, WHOLE_SIDE)
  smallCopies.set(scan, small)
  return small
}
/** Parts begin and end at multiples of this, so that enlarging by halves meets whole pixels. */
const ALIGN = 4

export type PreviewContext = Omit<RestoreContext, 'onProgress'>

export interface Preview {
  /** The part alone, without its context. */
  readonly image: Raster
  /** Where it lies, in pixels of the turned and cropped scan. */
  readonly box: Window
  readonly frame: Size
  /** Operations that cannot make a part, and so are not in it. */
  readonly leftOut: readonly string[]
}

/** Turns and crops the whole picture, as the recipe says: the frame that parts are taken of. */
export async function previewFrame(image: Raster, recipe: Recipe, context: PreviewContext): Promise<Raster> {
  let frame = image
  for (const step of resolveRecipe(recipe, context.models, context.operations).steps) {
    if (step.operation.stage !== 'geometry') continue
    const run = createRunContext({ ...context, sessions: idle(context), progress: () => undefined })
    frame = (await step.run(frame, step.params, run)).image
  }
  return splitAlpha(frame).colour
}

const idle = (context: PreviewContext) => context.sessions ?? createSessionPool(context.models, context)

/**
 * What a recipe will make of a part of the picture, at full size and by the same steps: cut out with the context the
 * steps look at, while what they measure is measured on the whole.
 * @param scan the result of `previewFrame`
 * @param wanted fractions of it
 */
export async function previewPart(
  scan: Raster,
  recipe: Recipe,
  wanted: Window,
  context: PreviewContext,
): Promise<Preview> {
  const steps = resolveRecipe(recipe, context.models, context.operations).steps.filter(
    ({ operation }) => operation.stage !== 'geometry',
  )
  const makes = (step: ResolvedStep) => step.operation.tiling !== 'whole-image' || step.operation.makesParts === true
  const box = pixelsOf(wanted, scan)
  const around = grow(box, contextOf(steps, context.models), scan)
  const original = cut(scan, around)
  const sessions = idle(context)
  try {
    const made = await runOnPart({ scan, original, around }, steps.filter(makes), { ...context, sessions })
    const scale = { x: made.width / original.width, y: made.height / original.height }
    const frame = { width: Math.round(scan.width * scale.x), height: Math.round(scan.height * scale.y) }
    if (hasAreas(recipe.areas) && made !== original) {
      const part = { left: Math.round(around.left * scale.x), top: Math.round(around.top * scale.y), frame }
      await applyAreas(original, made, recipe.areas, { part })
    }
    const inner = {
      left: Math.round((box.left - around.left) * scale.x),
      top: Math.round((box.top - around.top) * scale.y),
      width: Math.round(box.width * scale.x),
      height: Math.round(box.height * scale.y),
    }
    const leftOut = steps.filter((step) => !makes(step)).map(({ operation }) => operation.id)
    return { image: cut(made, inner), box, frame: { width: scan.width, height: scan.height }, leftOut }
  } finally {
    if (!context.sessions) await sessions.release()
  }
}

interface Cut {
  readonly scan: Raster
  readonly original: Raster
  readonly around: Window
}

async function runOnPart(
  { scan, original, around }: Cut,
  steps: readonly ResolvedStep[],
  context: PreviewContext & Required<Pick<PreviewContext, 'sessions'>>,
): Promise<Raster> {
  let image = original
  // What tiles measure (noise) shows at full size only, and they change little of it. Tones change all of the picture.
  let small: Raster | undefined
  for (const [index, step] of steps.entries()) {
    const { operation, params, run } = step
    if (operation.makesParts) small ??= smallCopy(scan)
    const scale = { x: image.width / original.width, y: image.height / original.height }
    const part: Part = {
      left: Math.round(around.left * scale.x),
      top: Math.round(around.top * scale.y),
      frame: { width: Math.round(scan.width * scale.x), height: Math.round(scan.height * scale.y) },
      whole: (operation.makesParts && small) || scan,
    }
    const quiet = { ...context, progress: () => undefined, seed: step.seed, startTile: context.startTile ?? TILE }
    image = (await run(image, ofPart(params, part, image), createRunContext({ ...quiet, part }))).image
    const isMeasuredAgain = steps.slice(index + 1).some((later) => later.operation.makesParts)
    if (isMeasuredAgain && operation.makesParts && small)
      small = (await run(small, params, createRunContext(quiet))).image
  }
  return image
}

/** Strokes are fractions of the whole picture; those of a part are told as fractions of it. */
function ofPart(params: Record<string, unknown>, { left, top, frame }: Part, size: Size): Record<string, unknown> {
  const { strokes } = params
  if (!Array.isArray(strokes)) return params
  const longer = Math.max(frame.width, frame.height) / Math.max(size.width, size.height)
  const moved = (strokes as readonly Stroke[]).map(({ mode, radius, points }) => ({
    mode,
    radius: radius * longer,
    points: points.map(([x, y]) => [(x * frame.width - left) / size.width, (y * frame.height - top) / size.height]),
  }))
  return { ...params, strokes: moved }
}

/** Pixels on every side that the steps look at: their overlaps add up. */
const contextOf = (steps: readonly ResolvedStep[], models: ModelStore): number =>
  steps.reduce((sum, { operation, params }) => {
    const { tiling } = operation
    const asked = operation.modelsFor?.(params) ?? operation.models
    const fields = asked.map((id) => models.find(id).card.receptiveField)
    return sum + Math.max(tiling === 'whole-image' ? 0 : tiling.overlap, ...fields, 0)
  }, 0)

function pixelsOf({ left, top, width, height }: Window, scan: Size): Window {
  const along = (start: number, length: number, whole: number) => {
    const from = Math.min(whole - 1, Math.max(0, Math.floor((start * whole) / ALIGN) * ALIGN))
    const to = Math.min(whole, Math.max(from + 1, Math.ceil(((start + length) * whole) / ALIGN) * ALIGN))
    return [from, to - from] as const
  }
  const [[x, across], [y, down]] = [along(left, width, scan.width), along(top, height, scan.height)]
  return { left: x, top: y, width: across, height: down }
}

function grow({ left, top, width, height }: Window, context: number, scan: Size): Window {
  const margin = Math.ceil(context / ALIGN) * ALIGN
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)]
  return {
    left: x,
    top: y,
    width: Math.min(scan.width, left + width + margin) - x,
    height: Math.min(scan.height, top + height + margin) - y,
  }
}

function cut(image: Raster, { left, top, width, height }: Window): Raster {
  const { channels } = image
  const result = createRaster(width, height, channels, false)
  for (let y = 0; y < height; y++) {
    const row = readRows(image, top + y, 1)
    writeRows(result, y, row.subarray(left * channels, (left + width) * channels))
  }
  return result
}
