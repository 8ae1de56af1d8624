import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { enlargeClassically } from './classic.ts'
import { inventionMap } from './invention-map.ts'
import { type Factor, networkFor, type Style } from './networks.ts'
import type upscale from './op.ts'
import operation from './op.ts'
import { enlargeReal } from './real.ts'

/** Context that bicubic enlargement of a tile needs beside that of the network. */
const CUBIC_REACH = 2

export const run: Run<typeof upscale> = async (image, { scale, style, denoise }, context) => {
  if (scale === 1) return { image }
  const { model, factor } = networkFor(scale, style)
  const session = await context.session(model)
  const { card } = session
  const work = enlargerFor(style, session, factor, denoise, context)
  const overlap = style === 'clean' ? Math.max(1, card.receptiveField) : card.receptiveField + CUBIC_REACH
  const enlarged = await context.tile(image, { overlap, align: card.multiple, scale: factor }, work)
  const invention = inventionMap(image, enlarged, factor)
  const size = operation.outputSize?.({ scale, style, denoise }, image) ?? image
  return { image: await context.resize(enlarged, size), invention }
}

function enlargerFor(style: Style, session: ModelSession, factor: Factor, denoise: number, context: RunContext) {
  return async (tile: Raster): Promise<Raster> => {
    if (style === 'real') return enlargeReal(session, tile, factor, denoise, context)
    if (style === 'clean') return asChannels(await session.run(tile), tile.channels)
    return enlargeClassically(session, tile, factor, style)
  }
}
