import { LUMA, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession, Run } from '../define.ts'
import { inventionMap } from './invention-map.ts'
import type upscale from './op.ts'
import operation, { modelFor } from './op.ts'

export const run: Run<typeof upscale> = async (image, params, context) => {
  const [model] = modelFor(params) ?? []
  if (model === undefined) return { image }
  const session = await context.session(model)
  const { card } = session
  const enlarged = await context.tile(
    image,
    { overlap: Math.max(1, card.receptiveField), align: card.multiple, scale: card.scale },
    (tile) => enlarge(session, tile),
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
