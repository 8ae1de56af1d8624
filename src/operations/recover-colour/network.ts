import { AppError } from '../../shared/errors.ts'
import type { Raster } from '../../shared/image/raster.ts'
import { toFloats } from '../../shared/image/raster.ts'
import { reducePicture } from '../colorize/reduce.ts'
import type { ModelSession, RunContext } from '../define.ts'
import { NUMBERS, type WayBack, wayBackOf } from './way-back.ts'

/** Of the thumbnail, for a card that names none. */
const SIDE = 64

/**
 * What the network says of a print: shown a square thumbnail, planes of encoded RGB.
 * @param inside a small copy, without the borders of the scan
 * @throws AppError `model-broken` for a network that gives something else
 */
export async function readPrint(session: ModelSession, inside: Raster, context: RunContext): Promise<WayBack> {
  const side = session.card.side ?? SIDE
  const thumbnail = toFloats(await reducePicture(inside, { width: side, height: side }, context))
  const area = side * side
  const planes = Float32Array.from(
    { length: 3 * area },
    (_, i) => thumbnail[3 * (i % area) + Math.floor(i / area)] ?? 0,
  )
  const { output } = await session.call({ input: { data: planes, dimensions: [1, 3, side, side] } })
  if (output?.data.length !== NUMBERS)
    throw new AppError('model-broken', `The model “${session.card.id}” says nothing of faded dyes.`, {
      model: session.card.id,
    })
  return wayBackOf(Float32Array.from(output.data))
}
