import { createRaster, type Raster, writeRows } from '../../shared/image/raster.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import { contextOf, findDamage } from './detect.ts'
import { fillTile } from './fill.ts'
import { spareGlints } from './glints.ts'
import { measureGrain } from './grain.ts'
import { addSeam, DAMAGE, grow, paint, RIM, thresholdsFor, widen } from './mask.ts'
import type repair from './op.ts'
import { DETECTOR, FILLER } from './op.ts'
import { wideHoles } from './wide.ts'
import { fillWide } from './wide-fill.ts'

type Params = Parameters<Run<typeof repair>>[1]

/** Parts of the progress: finding takes about as long as filling. */
const FOUND = 0.5
const MATCHED = 0.6
/** Pictures with a longer side than this have softer edges of more pixels: what is found is widened by one more. */
const LARGE = 2000
/** Invention of the rim and the seam: it is filled, but what the scan held there was hardly damaged. */
const RIM_INVENTION = 0.45
const SEAM_INVENTION = 0.3

export const run: Run<typeof repair> = async (image, params, context) => {
  if (params.strength === 0) return { image }
  const mask = await damageMask(image, params, context)
  if (mask.every((value) => value === 0)) {
    context.progress(1)
    return { image }
  }
  context.progress(FOUND)
  const grain = await measureGrain(image, mask, context)
  const wide = await fillWide(image, mask, await wideHoles(mask, image, context), grain, context)
  const session = await context.session(FILLER)
  const work = { image, mask, grain, wide, session, strength: params.strength, seed: context.seed }
  const needs = { overlap: contextOf(session), align: session.card.multiple, progress: [MATCHED, 1] as const }
  const repaired = await context.tile(image, needs, (tile, place) => fillTile(tile, place, work))
  return { image: repaired, invention: inventionOf(mask, image, params.strength) }
}

async function damageMask(image: Raster, params: Params, context: RunContext): Promise<Uint8Array> {
  const { mode, sensitivity, strokes } = params
  let mask: Uint8Array = new Uint8Array(image.width * image.height)
  if (mode === 'auto') {
    const detector = await context.session(DETECTOR)
    const belief = await findDamage(image, detector, context, [0, FOUND])
    mask = await grow(belief, image, thresholdsFor(sensitivity, bestThreshold(detector)), context)
    const spared = await spareGlints(image, mask, context)
    if (spared > 0) context.log(`${spared} lights in eyes were left alone`)
    await context.pause()
    widen(mask, image, Math.max(image.width, image.height) > LARGE ? 2 : 1, RIM)
  }
  await context.pause()
  paint(mask, image, strokes)
  addSeam(mask, image, strokes)
  return mask
}

/** The threshold that the training kit found best, the mean over its test sets. */
function bestThreshold({ card }: ModelSession): number {
  const named = Object.values(card.metrics).flatMap(({ threshold }) => threshold ?? [])
  return named.length === 0 ? 0.5 : named.reduce((sum, value) => sum + value, 0) / named.length
}

function inventionOf(mask: Uint8Array, { width, height }: Raster, strength: number): Raster {
  const map = createRaster(width, height, 1)
  const levels = new Float32Array(256)
  for (let value = 1; value < 256; value++)
    levels[value] = strength * (value >= DAMAGE ? 1 : value >= RIM ? RIM_INVENTION : SEAM_INVENTION)
  for (let y = 0; y < height; y++)
    writeRows(
      map,
      y,
      Float32Array.from(mask.subarray(y * width, (y + 1) * width), (value) => levels[value] as number),
    )
  return map
}
