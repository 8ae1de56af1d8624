import { createRaster, type Raster, writeRows } from '../../shared/image/raster.ts'
import type { Run } from '../define.ts'
import { contextOf } from '../support/context-of.ts'
import { damageMask } from './damage.ts'
import { fillTile } from './fill.ts'
import { measureGrain } from './grain.ts'
import { DAMAGE, RIM } from './mask.ts'
import type repair from './op.ts'
import { FILLER } from './op.ts'
import { wideHoles } from './wide.ts'
import { fillWide } from './wide-fill.ts'

/** Parts of the progress: finding takes about as long as filling. */
const FOUND = 0.5
const MATCHED = 0.6
/** Invention of the rim and the seam: it is filled, but what the scan held there was hardly damaged. */
const RIM_INVENTION = 0.45
const SEAM_INVENTION = 0.3

export const run: Run<typeof repair> = async (image, params, context) => {
  if (params.strength === 0) return { image }
  const mask = await damageMask(image, params, context, [0, FOUND])
  if (mask.every((value) => value === 0)) {
    context.progress(1)
    return { image }
  }
  context.progress(FOUND)
  const grain = await measureGrain(image, mask, context)
  const wide = await fillWide(image, mask, await wideHoles(mask, image, context), grain, context)
  const session = await context.session(FILLER)
  const work = {
    image,
    mask,
    grain,
    wide,
    session,
    strength: params.strength,
    seed: context.seed,
    origin: context.part,
  }
  const needs = { overlap: contextOf(session), align: session.card.multiple, progress: [MATCHED, 1] as const }
  const repaired = await context.tile(image, needs, (tile, place) => fillTile(tile, place, work))
  return { image: repaired, invention: inventionOf(mask, image, params.strength) }
}

function inventionOf(mask: Uint8Array, { width, height }: Raster, strength: number): Raster {
  const map = createRaster(width, height, 1)
  const levels = new Float32Array(256)
  for (let value = 1; value < 256; value++)
    levels[value] = strength * (value >= DAMAGE ? 1 : value >= RIM ? RIM_INVENTION : SEAM_INVENTION)
  const row = new Float32Array(width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) row[x] = levels[mask[y * width + x] as number] as number
    writeRows(map, y, row)
  }
  return map
}
