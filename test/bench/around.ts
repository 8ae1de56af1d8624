import type { ModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool, type SessionPool } from '../../src/engine/inference/session-pool.ts'
import { restorePicture } from '../../src/engine/pipeline/restore.ts'
import { createRaster, type Raster } from '../../src/shared/image/raster.ts'

export interface Around {
  /** Part of the enlargement that is not inside the network: cutting, planes, joining, sanity, the map. */
  readonly glue: number
  /** Part of opening to result that is inside the network, the fidelity figure included in the rest. */
  readonly inference: number
}

/** Runs the whole operation on a picture; of several rounds the one in which it was fastest counts. */
export async function measureAround(
  models: ModelStore,
  model: string,
  wish: { side: number; rounds: number; threads: number },
): Promise<Around> {
  const options = { models, device: 'cpu' as const, threads: wish.threads }
  const sessions = createSessionPool(models, options)
  const picture = { raster: drawn(wish.side), bitDepth: 8 as const, metadata: {} }
  let [best, around]: [number, Around] = [Number.POSITIVE_INFINITY, { glue: 1, inference: 0 }]
  for (let round = 0; round <= wish.rounds; round++) {
    const { inference, glue, check } = await once(picture, model, { ...options, sessions })
    const seconds = inference + glue + check
    // The first round loads and warms up.
    if (round === 0 || seconds >= best) continue
    best = seconds
    around = { glue: glue / (inference + glue), inference: inference / seconds }
  }
  await sessions.release()
  return around
}

async function once(
  picture: Parameters<typeof restorePicture>[0],
  model: string,
  options: { models: ModelStore; device: 'cpu'; threads: number; sessions: SessionPool },
) {
  const { scale } = options.models.find(model).card
  const step = { operation: 'upscale', version: 1, enabled: true, params: { scale, model }, models: [] }
  const recipe = { version: 1 as const, name: 'bench', steps: [step] }
  const quiet = { cancelled: () => false, onProgress: () => undefined }
  return (await restorePicture(picture, recipe, { ...options, ...quiet })).timings
}

function drawn(side: number): Raster {
  const raster = createRaster(side, side, 3)
  for (let i = 0; i < raster.store.length; i++)
    raster.store[i] = 0.5 + 0.3 * Math.sin(i / 37) + ((i * 7919) % 101) / 1000
  return raster
}
