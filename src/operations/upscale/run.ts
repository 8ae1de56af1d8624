import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import { run as restoreFaces } from '../restore-faces/run.ts'
import { asChannels } from '../support/as-channels.ts'
import { enlargeClassically } from './classic.ts'
import { inventionMap } from './invention-map.ts'
import { type Factor, networkFor, type Style } from './networks.ts'
import type upscale from './op.ts'
import operation from './op.ts'
import { faceParams, isNamed, mixedIn, requireUsable, tileNeeds } from './options.ts'
import { enlargeReal } from './real.ts'
import { averageOfViews } from './self-ensemble.ts'

/** Context that bicubic enlargement of a tile needs beside that of the network. */
const CUBIC_REACH = 2

export const run: Run<typeof upscale> = async (image, params, context) => {
  const { scale, model, tta } = params
  if (scale === 1 && !isNamed(params)) return { image }
  const chosen = isNamed(params) ? undefined : networkFor(scale, params.style)
  const session = await context.session(chosen?.model ?? model, mixedIn(params))
  const { card, bytesPerPixel } = session
  const style = chosen ? params.style : styleOf(session)
  const isClassic = style === 'srcnn' || style === 'fsrcnn'
  requireUsable(card, params)
  const factor = chosen?.factor ?? card.scale
  const work = enlargerFor(style, session, factor, params.denoise, context)
  const needs = tileNeeds(card, params)
  const source = params.faceEnhance ? await withFaces(image, context) : image
  const enlarged = await context.tile(
    source,
    {
      ...needs,
      scale: factor,
      overlap: needs.overlap + (isClassic ? CUBIC_REACH : 0),
      ...(bytesPerPixel !== undefined && { bytesPerPixel }),
    },
    tta ? (tile) => averageOfViews(tile, work) : work,
  )
  const size = operation.outputSize?.(params, image) ?? image
  const result = await context.resize(enlarged, size)
  // Of a part that is only looked at beforehand nobody asks what was invented.
  return context.part ? { image: result } : { image: result, invention: inventionMap(image, enlarged, factor) }
}

/**
 * `--face_enhance` of Real-ESRGAN: faces first, then the picture with them. Theirs enlarges both apart and pastes faces
 * last; here what is added to a face passes through the same network as all around it, and nothing can show a border.
 */
async function withFaces(image: Raster, context: RunContext): Promise<Raster> {
  // Enlarging tells how far the work is: it takes nearly all the time.
  const { image: restored } = await restoreFaces(image, faceParams, { ...context, progress: () => undefined })
  return restored
}

/** How a network that was named is to be run: one of four channels has the dial of `real`. */
const styleOf = ({ card }: ModelSession): Style => (card.input.channels === 4 ? 'real' : 'clean')

function enlargerFor(style: Style, session: ModelSession, factor: number, denoise: number, context: RunContext) {
  return async (tile: Raster): Promise<Raster> => {
    if (style === 'real') return enlargeReal(session, tile, factor, denoise, context)
    if (style === 'clean') return asChannels(await session.run(tile), tile.channels)
    return enlargeClassically(session, tile, factor as Factor, style)
  }
}
