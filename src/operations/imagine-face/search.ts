import { uniform } from '../repair-scratches/noise.ts'
import { geodesic, type Shape, styled } from './geodesic.ts'
import { rateAt, sphericalAdam } from './spherical-adam.ts'

/** What a generator's gradient graph answers for a latent. */
export interface Slope {
  /** Mean squared difference between the small picture and the imagined face shrunk to it; samples 0..1. */
  readonly error: number
  /** Of `error`, by the latent. */
  readonly gradient: Float32Array
  /** What the generator makes of the latent: three planes, 0..1. */
  readonly picture: Float32Array
}

export interface Wishes {
  readonly shape: Shape
  readonly steps: number
  /** Highest learning rate: 0.4 as published. */
  readonly rate: number
  /** Below this error a face counts as one that shrinks to the picture: 2e-3 as published. */
  readonly enough: number
  readonly seed: number
  /** Called before every step; throws to stop. */
  readonly onStep?: (step: number) => Promise<void>
  /** Called with what every step made. */
  readonly onPicture?: (step: number, picture: Float32Array) => void
}

/** A face that would look like the small picture when shrunk; one of many. */
export interface Imagined {
  readonly latent: Float32Array
  readonly picture: Float32Array
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
  const { shape, steps, rate, enough, seed } = wishes
  const latent = together(normalLatent(shape, seed), shape)
  const take = sphericalAdam(latent, shape)
  let best: Imagined | undefined
  let least = Number.POSITIVE_INFINITY
  for (let step = 0; step <= steps; step++) {
    await wishes.onStep?.(step)
    const { error, gradient, picture } = await slopeAt(latent)
    wishes.onPicture?.(step, picture)
    const { value, gradient: plain } = geodesic(latent, shape)
    const total = FIT * Math.max(error, enough) + PLAIN * value
    // The first is kept whatever it is: a graph that answers no numbers must not be taken for one that found something.
    if (!best || total < least) {
      least = total
      best = { latent: latent.slice(), picture, error, step, passes: error <= enough }
    }
    if (step === steps) break
    // Once it fits there is nothing to gain from fitting better: then only plainness counts.
    const fit = error > enough ? FIT : 0
    take(
      gradient.map((slope, k) => fit * slope + PLAIN * (plain[k] as number)),
      rateAt(step, steps, rate),
    )
  }
  return best as Imagined
}

/** All layers at the place of the first: there a generator is most itself, and from there they part as far as they must. */
function together(latent: Float32Array, shape: Shape): Float32Array {
  const { width } = shape
  for (let layer = 1; layer < styled(shape); layer++) latent.copyWithin(layer * width, 0, width)
  return latent
}

/** Normal numbers, the same for a seed on every computer (Box, Muller 1958). */
export function normalLatent({ layers, width }: Shape, seed: number): Float32Array {
  const random = uniform(seed)
  return Float32Array.from({ length: layers * width }, () => {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - random())), 2 * Math.PI * random()]
    return radius * Math.cos(angle)
  })
}
