import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import { type CreateRaster, copyPart, createRaster, cutReflected, type Raster } from '../../shared/image/raster.ts'
import type { TileNeeds, TileWork } from '../../shared/image/tile.ts'
import { isOutOfMemory } from './failures.ts'
import { type Grid, planGrid } from './grid.ts'
import { tileArea } from './tile-memory.ts'

/** Below this nearly all of a tile is context and no memory is saved any more. */
const LEAST_SIDE = 64

export interface TilerOptions {
  /** Thrown through between tiles when aborted. */
  readonly signal?: AbortSignal
  /** Part done, 0..1, never falling. */
  readonly progress?: (fraction: number) => void
  /** Tiles have at most the area of a square of this side, context included; chosen from memory when left out. */
  readonly startTile?: number
  /** Told when tiles had to be made smaller. */
  readonly onShrink?: (side: number) => void
  /** Where the result is kept; memory when left out. */
  readonly create?: CreateRaster
}

/**
 * Cuts `image` into equal tiles with `overlap` pixels of context, works on each and pastes the cores. When the receptive
 * field is not wider than `overlap` every pixel sees what it would see in one whole tile, so there is nothing to blend.
 * Beyond its border the picture is reflected for `border` pixels, and ends there. When memory runs out the tile is halved
 * and the rest is done smaller.
 *
 * @throws AppError `cancelled`; `out-of-memory` when even the smallest tile does not fit
 */
export async function runTiled(
  image: Raster,
  needs: TileNeeds,
  work: TileWork,
  options: TilerOptions = {},
): Promise<Raster> {
  const { onShrink } = options
  const target: Target = { scale: needs.scale ?? 1, needs, result: undefined, doneRows: 0 }
  let side = options.startTile ?? (needs.side || Math.floor(Math.sqrt(tileArea(needs))))
  for (;;) {
    try {
      await fill(image, gridFor(image, needs, side), target, work, options)
      return target.result ?? createRaster(0, 0, image.channels)
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
      const smaller = Math.max(LEAST_SIDE, Math.floor(Math.min(side, longest(image, needs)) / 2))
      if (smaller >= side) throw new AppError('out-of-memory', 'The computer ran out of memory.', {}, { cause: error })
      side = smaller
      onShrink?.(side)
    }
  }
}

/** A tile larger than the picture is as large as the picture: halving it must make a difference. */
const longest = ({ width, height }: Raster, { overlap, border = overlap }: TileNeeds): number =>
  Math.ceil(Math.sqrt((width + 2 * border) * (height + 2 * border)))

function gridFor({ width, height }: Raster, { overlap, align, border = overlap }: TileNeeds, side: number): Grid {
  return planGrid(width, height, { context: overlap, border, align }, side * side)
}

interface Target {
  readonly scale: number
  readonly needs: TileNeeds
  /** Made with the first finished tile, which tells the number of channels. */
  result: Raster | undefined
  /** Input rows that are finished: a smaller grid goes on below them. */
  doneRows: number
}

async function fill(
  image: Raster,
  { across, down }: Grid,
  target: Target,
  work: TileWork,
  options: TilerOptions,
): Promise<void> {
  const total = image.width * image.height
  for (const [j, y] of down.starts.entries()) {
    const [from = 0, bottom = 0] = [down.cuts[j], down.cuts[j + 1]]
    const top = Math.max(from, target.doneRows)
    if (top >= bottom) continue
    for (const [i, x] of across.starts.entries()) {
      await setImmediate()
      if (options.signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.')
      const [left = 0, right = 0] = [across.cuts[i], across.cuts[i + 1]]
      const done = await work(cutReflected(image, x, y, across.size, down.size), { left: x, top: y })
      paste(done, image, target, { left, right, top, bottom, x, y }, options.create)
      done.planes?.giveBack()
      options.progress?.((top * image.width + (bottom - top) * right) / total)
    }
    target.doneRows = bottom
  }
}

interface Core {
  /** The kept part, in input pixels. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Where the tile starts. */
  readonly x: number
  readonly y: number
}

/** Copies the core of a finished tile to its place. */
function paste(
  done: Raster,
  image: Raster,
  target: Target,
  { left, right, top, bottom, x, y }: Core,
  create: CreateRaster = createRaster,
): void {
  const { scale, needs } = target
  const channels = needs.channels ?? done.channels
  if (done.channels !== channels) throw new AppError('internal', 'A tile came back with the wrong channels.')
  target.result ??= create(Math.round(image.width * scale), Math.round(image.height * scale), channels)
  const at = { left: Math.round(left * scale), top: Math.round(top * scale) }
  const inset = { left: at.left - Math.round(x * scale), top: at.top - Math.round(y * scale) }
  const width = Math.round(right * scale) - at.left
  const height = Math.round(bottom * scale) - at.top
  for (let row = 0; row < height; row++) {
    const from = { left: inset.left, top: inset.top + row }
    copyPart(done, from, target.result, { left: at.left, top: at.top + row }, width)
  }
}
