import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { enlargeClassically } from './classic.ts'
import { inventionMap } from './invention-map.ts'
import { type Factor, networkFor } from './networks.ts'
import type upscale from './op.ts'
import operation from './op.ts'
import { isNamed, mixedIn, requireUsable, tileNeeds } from './options.ts'
import { enlargeReal } from './real.ts'
import { averageOfViews } from './self-ensemble.ts'

type Params = Parameters<Run<typeof upscale>>[1]

/** Context that bicubic enlargement of a tile needs beside that of the network. */
const CUBIC_REACH = 2

export const run: Run<typeof upscale> = async (image, params, context) => {
  const named = isNamed(params)
  if (params.scale === 1 && !named) return { image }
  const ours = networkFor(params.scale, params.style)
  const session = await context.session(named ? params.model : ours.model, mixedIn(params))
  const { card, bytesPerPixel } = session
  requireUsable(card, params)
  const factor = named ? card.scale : ours.factor
  const enlarge = named ? byNetwork(session) : enlargerFor(params, session, ours.factor, context)
  const needs = tileNeeds(card, params)
  const enlarged = await context.tile(
    image,
    {
      ...needs,
      overlap: needs.overlap + (named || params.style === 'clean' ? 0 : CUBIC_REACH),
      scale: factor,
      ...(bytesPerPixel !== undefined && { bytesPerPixel }),
    },
    params.tta ? (tile) => averageOfViews(tile, enlarge) : enlarge,
  )
  const invention = inventionMap(image, enlarged, factor)
  const size = operation.outputSize?.(params, image) ?? image
  return { image: await context.resize(enlarged, size), invention }
}

type Enlarge = (tile: Raster) => Promise<Raster>

const byNetwork =
  (session: ModelSession): Enlarge =>
  async (tile) =>
    asChannels(await session.run(tile), tile.channels)

function enlargerFor({ style, denoise }: Params, session: ModelSession, factor: Factor, context: RunContext): Enlarge {
  if (style === 'clean') return byNetwork(session)
  if (style === 'real') return (tile) => enlargeReal(session, tile, factor, denoise, context)
  return (tile) => enlargeClassically(session, tile, factor, style)
}
