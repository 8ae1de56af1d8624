import { LUMA, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession, Run } from '../define.ts'
import { inventionMap } from './invention-map.ts'
import type upscale from './op.ts'
import operation, { networkFor } from './op.ts'
import { isNamed, mixedIn, requireUsable, tileNeeds } from './options.ts'
import { averageOfViews } from './self-ensemble.ts'

export const run: Run<typeof upscale> = async (image, params, context) => {
  const { scale, model, tta } = params
  if (scale === 1 && !isNamed(params)) return { image }
  const session = await context.session(isNamed(params) ? model : networkFor(scale).model, mixedIn(params))
  const { card, bytesPerPixel } = session
  requireUsable(card, params)
  const work = (tile: Raster) => enlarge(session, tile)
  const enlarged = await context.tile(
    image,
    { ...tileNeeds(card, params), ...(bytesPerPixel !== undefined && { bytesPerPixel }) },
    tta ? (tile) => averageOfViews(tile, work) : work,
  )
  const invention = inventionMap(image, enlarged, card.scale)
  const size = operation.outputSize?.(params, image) ?? image
  return { image: await context.resize(enlarged, size), invention }
}

/** An RGB network is given gray threefold; its three answers become one luma. */
async function enlarge(session: ModelSession, tile: Raster): Promise<Raster> {
  const result = await session.run(tile)
  if (tile.channels !== 1 || result.channels === 1) return result
  const colours = toFloats(result)
  const gray = new Float32Array(result.width * result.height)
  for (let i = 0, from = 0; i < gray.length; i++, from += 3) {
    gray[i] =
      LUMA[0] * (colours[from] as number) +
      LUMA[1] * (colours[from + 1] as number) +
      LUMA[2] * (colours[from + 2] as number)
  }
  return rasterOf(result.width, result.height, 1, gray)
}
