import { join } from 'node:path'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import { damageMask } from '../../../src/operations/repair-scratches/damage.ts'
import { fillTile } from '../../../src/operations/repair-scratches/fill.ts'
import { type GrainMap, measureGrain } from '../../../src/operations/repair-scratches/grain.ts'
import { DAMAGE, widen } from '../../../src/operations/repair-scratches/mask.ts'
import { DETECTOR, FILLER } from '../../../src/operations/repair-scratches/op.ts'
import { contextOf } from '../../../src/operations/support/context-of.ts'
import type { Raster } from '../../../src/shared/image/raster.ts'
import { apply, has, pictures, psnr, sessions } from '../apply.ts'
import { fixed, printTable } from '../table.ts'
import { damage } from '../yardsticks/damage.ts'
import { telea } from '../yardsticks/telea.ts'

const sets = ['set5', 'set14', 'cid22-val'] as const

/** Drawn damage on photos nobody trained on: what is found, and what the same photos without damage are marked with. */
export async function benchMasks(data: string): Promise<void> {
  if (!has(DETECTOR)) return
  const rows: string[][] = []
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const find = async (image: Raster) => {
    const mask = await damageMask(image, { mode: 'auto', sensitivity: 0.5, strokes: [] }, context, [0, 1])
    return mask.map((value) => (value === DAMAGE ? 1 : 0))
  }
  for (const set of sets) {
    let [hit, marked, true_, false_, pixels, n] = [0, 0, 0, 0, 0, 0]
    for await (const image of pictures(join(data, set))) {
      const { image: damaged, mask } = damage(image, ++n)
      const found = await find(damaged)
      const clean = await find(image)
      for (let i = 0; i < mask.length; i++) {
        hit += (mask[i] as number) & (found[i] as number)
        marked += found[i] as number
        true_ += mask[i] as number
        false_ += clean[i] as number
      }
      pixels += mask.length
    }
    rows.push([
      set,
      `${n}`,
      fixed(hit / (marked + true_ - hit), 3),
      fixed(hit / marked, 3),
      fixed(hit / true_, 3),
      fixed((100 * false_) / pixels, 2),
    ])
  }
  printTable(
    'Scratches found at sensitivity 0.5 (drawn damage), and part of the undamaged photos that is marked, %',
    ['set', 'pictures', 'IoU', 'precision', 'recall', 'false area'],
    rows,
  )
}

/** The same damage, its place known: how well it is filled. PSNR of the colours inside the mask. */
export async function benchRepair(data: string): Promise<void> {
  if (!has(FILLER)) return
  const rows: string[][] = []
  for (const set of sets) {
    const sums = { ours: 0, smooth: 0, telea: 0, pictures: 0 }
    for await (const image of pictures(join(data, set))) {
      const { image: damaged, mask } = damage(image, ++sums.pictures)
      const { ours, smooth } = await fillBoth(damaged, mask)
      sums.ours += psnr(image, ours, mask)
      sums.smooth += psnr(image, smooth, mask)
      sums.telea += psnr(image, telea(damaged, widened(mask, image.width)), mask)
    }
    const mean = (sum: number) => fixed(sum / sums.pictures, 2)
    rows.push([
      set,
      `${sums.pictures}`,
      mean(sums.telea),
      mean(sums.smooth),
      mean(sums.ours),
      `+${mean(sums.smooth - sums.telea)}`,
    ])
  }
  printTable(
    'Filling drawn damage, mean PSNR inside the mask in dB (Telea: fast marching, radius 5; same marks)',
    ['set', 'pictures', 'Telea', 'network', 'with grain', 'network over Telea'],
    rows,
  )
}

/** What a detector's marks are widened by, for both. */
function widened(mask: Uint8Array, width: number): Uint8Array {
  const wide = mask.slice()
  widen(wide, { width, height: mask.length / width }, 1, 1)
  return wide
}

/** The network alone, and with the grain that makes a repair look like its surroundings (and cannot match pixel by pixel). */
async function fillBoth(damaged: Raster, mask: Uint8Array): Promise<{ ours: Raster; smooth: Raster }> {
  const marks = widened(mask, damaged.width).map((value) => value * DAMAGE)
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const session = await context.session(FILLER)
  const grain = await measureGrain(damaged, marks, context)
  const fill = (map: GrainMap) => {
    const work = { image: damaged, mask: marks, grain: map, wide: [], session, strength: 1, seed: 0 }
    const needs = { overlap: contextOf(session), align: session.card.multiple }
    return context.tile(damaged, needs, (tile, place) => fillTile(tile, place, work))
  }
  return { ours: await fill(grain), smooth: await fill({ columns: grain.columns, cells: new Map() }) }
}

/** Seconds per megapixel of the whole operation on a damaged photo. */
export async function benchRepairSpeed(data: string): Promise<void> {
  if (!has(DETECTOR, FILLER)) return
  let [seconds, megapixels, n] = [0, 0, 0]
  for await (const image of pictures(join(data, 'cid22-val'), 5)) {
    const { image: damaged } = damage(image, ++n)
    const { timings } = await apply(damaged, 'repair-scratches', {})
    if (n === 1) continue
    seconds += timings.steps[0]?.seconds ?? 0
    megapixels += (image.width * image.height) / 1e6
  }
  printTable(
    'Repairing scratches, seconds per megapixel',
    ['pictures', 's/MP'],
    [[`${n - 1}`, fixed(seconds / megapixels, 2)]],
  )
}
