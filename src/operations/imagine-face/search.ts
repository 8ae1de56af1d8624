import { uniform } from '../repair-scratches/noise.ts'
import { geodesic, type Shape } from './geodesic.ts'
import { rateAt, sphericalAdam } from './spherical-adam.ts'

/** What a generator's gradient graph answers for a latent. */
export interface Slope {
  /** Mean squared difference between the small picture and the imagined face shrunk to it; samples 0..1. */
  readonly error: number
  /** Of `error`, by the latent. */
  readonly gradient: Float32Array
}

export interface Wishes {
  readonly shape: Shape
  readonly steps: number
  /** Highest learning rate: 0.4 as published. */
  readonly rate: number
  /** Below this error a face counts as one that shrinks to the picture: 2e-3 as published. */
  readonly enough: number
  readonly seed: number
  /** Called before every step with what was met so far; throws to stop. */
  readonly onStep?: (step: number, best: Imagined) => Promise<void>
}

/** A face that would look like the small picture when shrunk; one of many. */
export interface Imagined {
  readonly latent: Float32Array
  readonly error: number
  /** Step at which it was met. */
  readonly step: number
  readonly passes: boolean
}

/** Weights of the two terms, as published. */
const [FIT, PLAIN] = [100, 0.05] as const

/**
 * Searches the latent sphere by gradient (PULSE, Menon et al. 2020). Gives back the best latent that was met, not the
 * last: the authors' own program writes the last picture beside the figures of the best.
 */
export async function search(slopeAt: (latent: Float32Array) => Promise<Slope>, wishes: Wishes): Promise<Imagined> {
  const { shape, steps, rate, enough, seed, onStep } = wishes
  const latent = normalLatent(shape, seed)
  const take = sphericalAdam(latent, shape)
  let best: Imagined = { latent: latent.slice(), error: Number.POSITIVE_INFINITY, step: -1, passes: false }
  let least = Number.POSITIVE_INFINITY
  for (let step = 0; step <= steps; step++) {
    await onStep?.(step, best)
    const { error, gradient } = await slopeAt(latent)
    const { value, gradient: plain } = geodesic(latent, shape)
    const total = FIT * Math.max(error, enough) + PLAIN * value
    if (total < least) {
      least = total
      best = { latent: latent.slice(), error, step, passes: error <= enough }
    }
    if (step === steps) break
    // Once it fits there is nothing to gain from fitting better: then only plainness counts.
    const fit = error > enough ? FIT : 0
    take(
      gradient.map((slope, k) => fit * slope + PLAIN * (plain[k] as number)),
      rateAt(step, steps, rate),
    )
  }
  return best
}

/** Normal numbers, the same for a seed on every computer (Box, Muller 1958). */
export function normalLatent({ layers, width }: Shape, seed: number): Float32Array {
  const random = uniform(seed)
  return Float32Array.from({ length: layers * width }, () => {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - random())), 2 * Math.PI * random()]
    return radius * Math.cos(angle)
  })
}
