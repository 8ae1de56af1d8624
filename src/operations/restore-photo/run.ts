import { createRaster, type Raster, rasterOf, readRows, toFloats, writeRows } from '../../shared/image/raster.ts'
import type { TilePlace } from '../../shared/image/tile.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import { damageMask } from '../repair-scratches/damage.ts'
import { marksOf, putWide, WITHOUT } from '../repair-scratches/fill.ts'
import { measureGrain } from '../repair-scratches/grain.ts'
import { RIM } from '../repair-scratches/mask.ts'
import { wideHoles } from '../repair-scratches/wide.ts'
import { type Filled, fillWide } from '../repair-scratches/wide-fill.ts'
import { asChannels } from '../support/as-channels.ts'
import { blend, departure } from '../support/blend-with.ts'
import { contextOf } from '../support/context-of.ts'
import { withPlane } from '../support/with-plane.ts'
import type restore from './op.ts'
import { RESTORER } from './op.ts'

/** Parts of the progress. */
const FOUND = 0.35
const MATCHED = 0.4
const RESTORED = 0.95
/** What was cleaned, not filled, counts less than half: there the scan still says how true the result is. */
const CLEANED_MOST = 0.45

export const run: Run<typeof restore> = async (image, params, context) => {
  if (params.strength === 0) return { image }
  const mask = await damageMask(image, params, context, [0, FOUND])
  const wide = await fillWhatIsWide(image, mask, context)
  const session = await context.session(RESTORER)
  const needs = { overlap: contextOf(session), align: session.card.multiple, progress: [MATCHED, RESTORED] as const }
  const work = { image, mask, wide, session, strength: params.strength }
  const restored = await context.tile(image, needs, (tile, place) => restoreTile(tile, place, work))
  const changed = await departure(image, restored, context)
  return { image: restored, invention: withHoles(changed, mask, params.strength) }
}

async function fillWhatIsWide(image: Raster, mask: Uint8Array, context: RunContext): Promise<readonly Filled[]> {
  const holes = await wideHoles(mask, image, context)
  if (holes.length === 0) return []
  return fillWide(image, mask, holes, await measureGrain(image, mask, context), context)
}

interface Work {
  readonly image: Raster
  readonly mask: Uint8Array
  readonly wide: readonly Filled[]
  readonly session: ModelSession
  readonly strength: number
}

/** Wide places are put in before; the network fills the rest and cleans everything. */
async function restoreTile(tile: Raster, place: TilePlace, work: Work): Promise<Raster> {
  const { width, height, channels } = tile
  const marks = marksOf(work.mask, work.image, place, tile)
  const data = toFloats(tile).slice()
  const covered = putWide(data, tile, marks, place, work)
  const hole = Float32Array.from(marks, (value, i) => (value !== 0 && covered[i] === WITHOUT ? 1 : 0))
  const answer = await work.session.run(withPlane(rasterOf(width, height, channels, data), hole))
  return blend(tile, asChannels(answer, channels), work.strength)
}

/** 1 where a hole was filled, and elsewhere how far light was changed, at most `CLEANED_MOST`. */
function withHoles(changed: Raster, mask: Uint8Array, strength: number): Raster {
  const { width, height } = changed
  const map = createRaster(width, height, 1)
  for (let y = 0; y < height; y++) {
    const row = readRows(changed, y, 1).map((value, x) =>
      (mask[y * width + x] as number) >= RIM ? strength : value * CLEANED_MOST,
    )
    writeRows(map, y, row)
  }
  return map
}
