import type { Part, Size } from '../../operations/define.ts'
import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { Areas, Recipe, RecipeStep } from '../../shared/recipe.ts'
import type { Window } from '../../shared/strokes.ts'
import type { ModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { splitAlpha } from './alpha.ts'
import { applyAreas, hasAreas } from './areas.ts'
import { createRunContext } from './context.ts'
import { memoryOf, rememberSmall, smallCopy } from './preview-memory.ts'
import { type ResolvedStep, resolveRecipe } from './resolve.ts'
import type { RestoreContext } from './restore.ts'
import { cut, grow, pixelsOf, within } from './windows.ts'

/** Small tiles: a preview that nobody wants any more ends soon. */
const TILE = 192

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
 * steps look at, while what they measure is measured on the whole. What an earlier preview of the same picture has made
 * or measured is not made again.
 * @param scan the result of `previewFrame`
 * @param wanted fractions of it
 */
export async function previewPart(
  scan: Raster,
  recipe: Recipe,
  wanted: Window,
  context: PreviewContext,
): Promise<Preview> {
  const resolved = resolveRecipe(recipe, context.models, context.operations)
  const steps = resolved.steps.filter(({ operation }) => operation.stage !== 'geometry')
  const makes = (step: ResolvedStep) => step.operation.tiling !== 'whole-image' || step.operation.makesParts === true
  const box = pixelsOf(wanted, scan)
  const sessions = idle(context)
  try {
    const work = steps.filter(makes).map((step): Work => ({ ...step, stored: resolved.recipe.steps[step.index] }))
    const made = await runOnPart(scan, box, work, { ...context, sessions })
    const image = hasAreas(recipe.areas) && work.length > 0 ? await withAreas(scan, box, made, recipe.areas) : made
    const leftOut = steps.filter((step) => !makes(step)).map(({ operation }) => operation.id)
    return { image, box, frame: { width: scan.width, height: scan.height }, leftOut }
  } finally {
    if (!context.sessions) await sessions.release()
  }
}

/** @param made is kept for later previews, so the scan is put back into a copy */
async function withAreas(scan: Raster, box: Window, made: Raster, areas: Areas): Promise<Raster> {
  const scale = { x: made.width / box.width, y: made.height / box.height }
  const image = rasterOf(made.width, made.height, made.channels, toFloats(made).slice())
  const frame = { width: Math.round(scan.width * scale.x), height: Math.round(scan.height * scale.y) }
  const part = { left: Math.round(box.left * scale.x), top: Math.round(box.top * scale.y), frame }
  await applyAreas(cut(scan, box), image, areas, { part })
  return image
}

/** A step with all that decides what it makes: parameters, models and their sums. */
interface Work extends ResolvedStep {
  readonly stored: RecipeStep | undefined
}

type PartContext = PreviewContext & Required<Pick<PreviewContext, 'sessions'>>

/** Runs the steps, each on no more than the later ones look at. */
async function runOnPart(scan: Raster, box: Window, steps: readonly Work[], context: PartContext): Promise<Raster> {
  const memory = memoryOf(scan)
  const made = new Map<string, Raster>()
  let window = grow(box, contextOf(steps, context.models), scan)
  let image = cut(scan, window)
  let key = JSON.stringify([context.device, window])
  // What tiles measure (noise) shows at full size only, and they change little of it. Tones change all of the picture.
  let before = ''
  try {
    for (const [index, step] of steps.entries()) {
      const later = steps.slice(index + 1)
      const next = grow(box, contextOf(later, context.models), scan)
      key += JSON.stringify([step.stored, next])
      const { makesParts } = step.operation
      const small = makesParts ? await rememberSmall(memory, before, () => smallCopy(scan)) : undefined
      image = memory.parts.get(key) ?? (await runStep(step, { scan, image, window, next, small }, context))
      made.set(key, image)
      window = next
      if (!small || !later.some(({ operation }) => operation.makesParts)) continue
      before += JSON.stringify(step.stored)
      await rememberSmall(memory, before, async () => runSmall(step, small, context))
    }
  } finally {
    // Those of the view before are of no use any more: the next slider moves over this one.
    if (made.size > 0) memory.parts.clear()
    for (const [name, part] of made) memory.parts.set(name, part)
  }
  return image
}

interface Place {
  readonly scan: Raster
  /** What the step before left of `window`, perhaps enlarged. */
  readonly image: Raster
  readonly window: Window
  /** As much of it as the next step looks at. */
  readonly next: Window
  readonly small: Raster | undefined
}

async function runStep({ params, run, seed }: Work, place: Place, context: PartContext): Promise<Raster> {
  const { scan, image, window, next, small } = place
  const scale = { x: image.width / window.width, y: image.height / window.height }
  const part: Part = {
    left: Math.round(window.left * scale.x),
    top: Math.round(window.top * scale.y),
    frame: { width: Math.round(scan.width * scale.x), height: Math.round(scan.height * scale.y) },
    whole: small ?? scan,
  }
  const made = (await run(image, params, createRunContext({ ...quiet(context), seed, part }))).image
  return cut(made, within(next, window, { x: made.width / window.width, y: made.height / window.height }))
}

const runSmall = async ({ params, run, seed }: Work, small: Raster, context: PartContext): Promise<Raster> =>
  (await run(small, params, createRunContext({ ...quiet(context), seed }))).image

const quiet = (context: PartContext) => ({
  ...context,
  progress: () => undefined,
  startTile: context.startTile ?? TILE,
})

/** Pixels on every side that the steps look at: their overlaps add up. */
const contextOf = (steps: readonly ResolvedStep[], models: ModelStore): number =>
  steps.reduce((sum, { operation, params }) => {
    const { tiling } = operation
    const asked = operation.modelsFor?.(params) ?? operation.models
    const fields = asked.map((id) => models.find(id).card.receptiveField)
    return sum + Math.max(tiling === 'whole-image' ? 0 : tiling.overlap, ...fields, 0)
  }, 0)
