import type { Run } from '../define.ts'
import type example from './op.ts'

/**
 * `run.ts` is the work; only the engine imports it. It gets gray or RGB, sRGB-encoded, 0..1, as a frozen raster:
 * never write to it. Big pictures must be walked in tiles (`context.tile`) or bands (`mapBands` and
 * `context.pause()`), so that memory stays bounded, progress moves and cancelling works.
 */
export const run: Run<typeof example> = async (image, { amount }, context) => {
  const inverted = await context.tile(image, { overlap: 0, align: 1 }, (tile) => ({
    ...tile,
    store: Float32Array.from(tile.store, (value) => value + (1 - 2 * value) * amount),
  }))
  return { image: inverted }
}
