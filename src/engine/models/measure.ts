import { AppError } from '../../shared/errors.ts'
import { createRaster } from '../../shared/image/raster.ts'
import type { ModelStore } from '../inference/models.ts'
import type { SessionPool } from '../inference/session-pool.ts'

export interface Measured {
  /** Of the weights that were measured. */
  readonly sha256: string
  readonly secondsPerMegapixel: number
  /** Where it ran. */
  readonly device: string
}

/** Multiply-adds of the tile that is measured, in thousand millions: a second or two on an ordinary computer. */
const WORK = 80
const LEAST_SIDE = 64
const MOST_SIDE = 384

/**
 * Runs one tile twice, the first time to warm up, and takes the second.
 * @throws AppError `model-missing`, `model-broken`; `invalid-input` for a network that does not enlarge pictures
 */
export async function measureModel(id: string, models: ModelStore, sessions: SessionPool): Promise<Measured> {
  const { card } = models.find(id)
  if (card.task !== 'upscale' || card.input.channels !== 3)
    throw new AppError('invalid-input', `The speed of “${id}” cannot be measured: it does not enlarge pictures.`, {
      id,
    })
  const fitting = Math.sqrt((WORK / Math.max(card.gmacPerMegapixel, 1)) * 1e6)
  const side = Math.ceil(Math.min(MOST_SIDE, Math.max(LEAST_SIDE, fitting)) / card.multiple) * card.multiple
  const tile = createRaster(side, side, 3)
  for (let i = 0; i < tile.store.length; i++) tile.store[i] = 0.5 + 0.25 * Math.sin(i / 37)
  const session = await sessions.session(id)
  await session.run(tile)
  const before = session.seconds
  await session.run(tile)
  const seconds = session.seconds - before
  return { sha256: card.sha256, secondsPerMegapixel: seconds / ((side * side) / 1e6), device: session.provider }
}
