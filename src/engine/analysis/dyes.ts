import { insideOf } from '../../operations/recover-colour/measure.ts'
import { readPrint } from '../../operations/recover-colour/network.ts'
import { UNFADER } from '../../operations/recover-colour/op.ts'
import { bringBack, endsOf } from '../../operations/recover-colour/way-back.ts'
import { labOf } from '../../operations/support/lab.ts'
import type { Raster } from '../../shared/image/raster.ts'
import { createRunContext } from '../pipeline/context.ts'
import { deltaE2000 } from '../quality/delta-e.ts'
import type { Networks } from './damage.ts'

/** So many pixels are compared. */
const COMPARED = 800

/**
 * How far the dyes of a colour picture have faded: the mean difference (CIEDE2000) between it and what the network
 * would bring back. Undefined where there is no network.
 */
export async function dyesLost(image: Raster, { models, sessions }: Networks): Promise<number | undefined> {
  if (!models.list().some(({ id }) => id === UNFADER)) return undefined
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const inside = insideOf(image)
  const samples = inside.store as Float32Array
  const way = await readPrint(await context.session(UNFADER), inside, context)
  const back = new Float32Array(samples.length)
  bringBack(back, samples, way, endsOf(way, samples), 1)
  const step = 3 * Math.max(1, Math.floor(samples.length / 3 / COMPARED))
  let [sum, count] = [0, 0]
  for (let i = 0; i < samples.length; i += step, count++) sum += deltaE2000(labAt(samples, i), labAt(back, i))
  return sum / count
}

const labAt = (data: Float32Array, at: number) =>
  labOf(data[at] as number, data[at + 1] as number, data[at + 2] as number)
