import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import { createRaster, cutReflected, type Raster, readRows } from '../../shared/image/raster.ts'
import type { TileNeeds, TileWork } from '../../shared/image/tile.ts'
import { isOutOfMemory } from './failures.ts'

/** Side of a tile, context included, at which ONNX Runtime's convolutions are fastest (192 to 384). */
const BEST_SIDE = 384
/** Below this nearly all of a tile is context and no memory is saved any more. */
const LEAST_SIDE = 64
/** Least useful pixels per tile side, however much context is needed. */
const LEAST_CORE = 16

export interface TilerOptions {
  /** Thrown through between tiles when aborted. */
  readonly signal?: AbortSignal
  /** Part done, 0..1, never falling. */
  readonly progress?: (fraction: number) => void
  /** Side of the first tiles, context included; chosen from the context when left out. */
  readonly startTile?: number
  /** Told when tiles had to be made smaller. */
  readonly onShrink?: (side: number) => void
}

/** One grid of equal tiles. All lengths in input pixels. */
interface Grid {
  /** Side of the part of a tile that is kept. */
  readonly core: { readonly width: number; readonly height: number }
  /** What is kept out of the result on every side. */
  readonly context: number
  /** What is handed to the work: core plus context. */
  readonly tile: { readonly width: number; readonly height: number }
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple

/** Tiles that need much context must be larger, or most of the work is done twice. */
export const bestSide = (overlap: number): number => Math.min(1024, Math.max(BEST_SIDE, overlap * 8))

/**
 * Cuts `image` into equal tiles with `overlap` pixels of context (reflected beyond the border), works on each and
 * pastes the cores. When the receptive field is not wider than `overlap` every pixel sees what it would see in one
 * whole tile, so there is nothing to blend. When memory runs out the tile is halved and the rest is done smaller.
 *
 * @throws AppError `cancelled`; `out-of-memory` when even the smallest tile does not fit
 */
export async function runTiled(
  image: Raster,
  needs: TileNeeds,
  work: TileWork,
  options: TilerOptions = {},
): Promise<Raster> {
  const { onShrink, startTile = bestSide(needs.overlap) } = options
  const scale = needs.scale ?? 1
  const target: Target = { scale, needs, result: undefined, doneRows: 0 }
  let side = startTile
  for (;;) {
    try {
      await fill(image, gridFor(image, needs, side), target, work, options)
      return target.result ?? createRaster(0, 0, image.channels)
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
      const smaller = Math.max(LEAST_SIDE, Math.floor(side / 2))
      if (smaller >= side) throw new AppError('out-of-memory', 'The computer ran out of memory.', {}, { cause: error })
      side = smaller
      onShrink?.(side)
    }
  }
}

interface Target {
  readonly scale: number
  readonly needs: TileNeeds
  /** Made with the first finished tile, which tells the number of channels. */
  result: Raster | undefined
  /** Input rows that are finished: a smaller grid goes on below them. */
  doneRows: number
}

/** Cores and context are multiples of `align`, so that a network that halves and doubles always halves the same pairs. */
function gridFor(image: Raster, { overlap, align }: TileNeeds, side: number): Grid {
  const context = roundUp(overlap, align)
  const along = (length: number) => {
    const most = Math.max(LEAST_CORE, side - 2 * context)
    return roundUp(Math.ceil(length / Math.ceil(length / most)), align)
  }
  const core = { width: along(image.width), height: along(image.height) }
  return { core, context, tile: { width: core.width + 2 * context, height: core.height + 2 * context } }
}

async function fill(image: Raster, grid: Grid, target: Target, work: TileWork, options: TilerOptions): Promise<void> {
  const { core, context, tile } = grid
  const total = image.width * image.height
  while (target.doneRows < image.height) {
    const top = target.doneRows
    const rows = Math.min(core.height, image.height - top)
    for (let left = 0; left < image.width; left += core.width) {
      await setImmediate()
      if (options.signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.')
      const columns = Math.min(core.width, image.width - left)
      const place = { left: left - context, top: top - context }
      const cut = cutReflected(image, place.left, place.top, tile.width, tile.height)
      paste(await work(cut, place), image, target, { left, top, columns, rows, context })
      options.progress?.((top * image.width + rows * (left + columns)) / total)
    }
    target.doneRows += rows
  }
}

interface Core {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly context: number
}

/** Copies the core of a finished tile to its place. */
function paste(done: Raster, image: Raster, target: Target, { left, top, columns, rows, context }: Core): void {
  const { scale, needs } = target
  const channels = needs.channels ?? done.channels
  if (done.channels !== channels) throw new AppError('internal', 'A tile came back with the wrong channels.')
  target.result ??= createRaster(Math.round(image.width * scale), Math.round(image.height * scale), channels)
  const { result } = target
  const inset = Math.round(context * scale)
  const [x, y] = [Math.round(left * scale), Math.round(top * scale)]
  const [width, height] = [Math.round((left + columns) * scale) - x, Math.round((top + rows) * scale) - y]
  const { store } = result
  for (let row = 0; row < height; row++) {
    const samples = readRows(done, inset + row, 1).subarray(inset * channels, (inset + width) * channels)
    const at = ((y + row) * result.width + x) * channels
    if (store instanceof Float32Array) store.set(samples, at)
    else pack(samples, store, at)
  }
}

function pack(samples: Float32Array, store: Uint16Array, at: number): void {
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] as number
    store[at + i] = value <= 0 ? 0 : value >= 1 ? 65535 : value * 65535 + 0.5
  }
}
