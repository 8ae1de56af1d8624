import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { withPlane } from '../support/with-plane.ts'

/**
 * Four times as large, then shrunk to what is wanted while it is still a tile: the whole picture is never held at a
 * larger size than needed.
 * @param denoise 0 keeps grain, 1 takes it
 */
export async function enlargeReal(
  session: ModelSession,
  tile: Raster,
  factor: number,
  denoise: number,
  context: Pick<RunContext, 'resize'>,
): Promise<Raster> {
  const answer = asChannels(await session.run(withPlane(tile, denoise)), tile.channels)
  return context.resize(answer, { width: tile.width * factor, height: tile.height * factor })
}
