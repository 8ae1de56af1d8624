import { clamp01, type Raster, rasterOf, readRows, toFloats } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { asChannels } from './as-channels.ts'
import { mapBandsWith } from './bands.ts'
import { contextOf } from './context-of.ts'
import { lumaAt } from './luma.ts'

/** A picture laid over another of its size. @param strength 0 the first, 1 the second */
export function blend(before: Raster, after: Raster, strength: number): Raster {
  const [from, to] = [toFloats(before), toFloats(after)]
  const mixed = from.map((value, i) => value + strength * ((to[i] as number) - value))
  return rasterOf(before.width, before.height, before.channels, mixed)
}

/** What an RGB network of the picture's own size makes of it, laid over it with `strength`. */
export async function blendWithNetwork(image: Raster, model: string, strength: number, context: RunContext) {
  const session = await context.session(model)
  const needs = { overlap: contextOf(session), align: session.card.multiple }
  return context.tile(image, needs, async (tile) =>
    blend(tile, asChannels(await session.run(tile), tile.channels), strength),
  )
}

/** A change of light by this much (32 of 255 levels) counts as fully invented, as for an enlargement. */
const FULL = 32 / 255

/** How far the light of a result departs from what was there, 0..1. Both of one size. */
export const departure = (before: Raster, after: Raster, context: RunContext): Promise<Raster> =>
  mapBandsWith(
    before,
    context,
    (output, { top, rows, data }) => {
      const found = readRows(after, top, rows)
      for (let i = 0; i < output.length; i++) {
        const own = lumaAt(data, i * before.channels, before.channels)
        output[i] = clamp01(Math.abs(lumaAt(found, i * after.channels, after.channels) - own) / FULL)
      }
    },
    1,
  )
