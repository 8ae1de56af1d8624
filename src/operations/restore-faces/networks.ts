import { AppError } from '../../shared/errors.ts'
import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession, Tensors } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { FACE_SHARPENER } from '../support/faces/models.ts'
import type { Candidate } from './choices.ts'

/** How an aligned face is given to a network and read back. */
export interface FaceNetwork {
  /** Side of the square it takes, with the template scaled to it. */
  readonly side: number
  /** True when it knows faces and puts features of its own into the picture. */
  readonly imagines: boolean
  /** Share of its answer that each candidate takes. */
  readonly share: Readonly<Record<'gentle' | 'strong', number>>
  run(face: Raster, candidate: Candidate): Promise<Raster>
}

/** GFPGAN, CodeFormer and RestoreFormer++: RGB -1..1, a square of 512, opset of others. */
const THEIR_SIDE = 512
const OUR_SIDE = 256
/** CodeFormer's own dial: 0 prettier, 1 truer. */
const FIDELITY = { gentle: 0.9, strong: 0.5 } as const

/** @throws AppError `model-broken` for a network that is fed otherwise */
export function faceNetwork(session: ModelSession): FaceNetwork {
  const { card, inputs } = session
  if (card.id === FACE_SHARPENER) return ours(session)
  const [input, ...more] = inputs
  const dial = more[0]
  if (input === undefined || more.length > 1 || (dial !== undefined && dial !== 'weight'))
    throw new AppError('model-broken', `The model “${card.id}” restores no faces.`, { model: card.id })
  return {
    side: THEIR_SIDE,
    imagines: true,
    // A network with a dial is tempered by it, one without by the scan that shows through.
    share: dial ? { gentle: 0.8, strong: 1 } : { gentle: 0.5, strong: 1 },
    run: async (face, candidate) => {
      const weight = candidate === 'gentle' ? FIDELITY.gentle : FIDELITY.strong
      const fed: Tensors = {
        [input]: { data: planesOf(face, (value) => 2 * value - 1), dimensions: [1, 3, THEIR_SIDE, THEIR_SIDE] },
        ...(dial && { [dial]: { data: Float64Array.of(weight), dimensions: [1] } }),
      }
      const answer = Object.values(await session.call(fed))[0]
      if (answer?.data.length !== 3 * THEIR_SIDE * THEIR_SIDE)
        throw new AppError('model-broken', `The model “${card.id}” does not return a face.`, { model: card.id })
      return asChannels(
        pictureOf(answer.data, (value) => Math.min(1, Math.max(0, (value + 1) / 2))),
        face.channels,
      )
    },
  }
}

const ours = (session: ModelSession): FaceNetwork => ({
  side: OUR_SIDE,
  imagines: false,
  share: { gentle: 0.6, strong: 1 },
  run: async (face) => asChannels(await session.run(face), face.channels),
})

/** Interleaved gray or RGB -> three planes. */
function planesOf(face: Raster, to: (value: number) => number): Float32Array {
  const area = face.width * face.height
  const data = toFloats(face)
  const planes = new Float32Array(3 * area)
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < area; i++)
      planes[c * area + i] = to(data[i * face.channels + Math.min(c, face.channels - 1)] as number)
  return planes
}

function pictureOf(planes: Float32Array | Float64Array, to: (value: number) => number): Raster {
  const area = planes.length / 3
  const side = Math.sqrt(area)
  const data = new Float32Array(planes.length)
  for (let i = 0; i < area; i++) for (let c = 0; c < 3; c++) data[i * 3 + c] = to(planes[c * area + i] as number)
  return rasterOf(side, side, 3, data)
}
