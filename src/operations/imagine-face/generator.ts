import { AppError } from '../../shared/errors.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession } from '../define.ts'
import type { Shape } from './geodesic.ts'
import type { Slope } from './search.ts'
import { GRAPH_SIDE, planesOf } from './small.ts'

export interface Generator {
  readonly shape: Shape
  /** How far a latent's face is from the small picture, and which way is downhill. */
  slopeFor(small: Raster): (latent: Float32Array) => Promise<Slope>
}

/**
 * A gradient graph of the kit (models/training/gradient_graph.py): `latent`, `small`, `weights` -> `error`, `gradient`,
 * `picture`.
 * @throws AppError `model-broken` for a model that is none
 */
export function generatorOf(session: ModelSession): Generator {
  const { card, inputs } = session
  const broken = () => new AppError('model-broken', `The model “${card.id}” imagines no faces.`, { model: card.id })
  const shape = card.latent
  if (!shape || !['latent', 'small', 'weights'].every((name) => inputs.includes(name))) throw broken()
  return {
    shape,
    slopeFor: (small) => {
      const planes = { data: planesOf(small), dimensions: [1, 3, GRAPH_SIDE, GRAPH_SIDE] }
      const weights = { data: Float32Array.of(Number(small.width < GRAPH_SIDE), Number(small.width === GRAPH_SIDE)) }
      return async (latent) => {
        const answer = await session.call({
          latent: { data: latent, dimensions: [1, shape.layers, shape.width] },
          small: planes,
          weights: { ...weights, dimensions: [2] },
        })
        const [error, gradient, picture] = [answer.error, answer.gradient, answer.picture]
        if (!error || gradient?.data.length !== latent.length || !picture) throw broken()
        // The graph may use its memory again for the next step.
        return {
          error: error.data[0] as number,
          gradient: Float32Array.from(gradient.data),
          picture: Float32Array.from(picture.data),
        }
      }
    },
  }
}
