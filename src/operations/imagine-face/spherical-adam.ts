import type { Shape } from './geodesic.ts'

const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8] as const

/** Lengths of the layers of a latent. */
export function lengthsOf(latent: Float32Array, { layers, width }: Shape): number[] {
  return Array.from({ length: layers }, (_, layer) => {
    let sum = 0
    for (let k = layer * width; k < (layer + 1) * width; k++) sum += (latent[k] as number) ** 2
    return Math.sqrt(sum)
  })
}

/**
 * Adam (Kingma, Ba 2015) on spheres: after every step each layer is brought back to the length it began with, because
 * nearly all of a normal distribution in many dimensions lies on a sphere, and faces off it fall apart.
 * @param latent changed in place by the steps
 * @returns takes one step along a gradient
 */
export function sphericalAdam(latent: Float32Array, shape: Shape): (gradient: Float32Array, rate: number) => void {
  const lengths = lengthsOf(latent, shape)
  const [mean, power] = [new Float32Array(latent.length), new Float32Array(latent.length)]
  let taken = 0
  return (gradient, rate) => {
    taken++
    const [first, second] = [1 - FIRST ** taken, 1 - SECOND ** taken]
    for (let k = 0; k < latent.length; k++) {
      const slope = gradient[k] as number
      mean[k] = FIRST * (mean[k] as number) + (1 - FIRST) * slope
      power[k] = SECOND * (power[k] as number) + (1 - SECOND) * slope * slope
      const step = (mean[k] as number) / first / (Math.sqrt((power[k] as number) / second) + TINY)
      latent[k] = (latent[k] as number) - rate * step
    }
    const now = lengthsOf(latent, shape)
    for (let k = 0; k < latent.length; k++) {
      const layer = Math.floor(k / shape.width)
      const length = now[layer] as number
      if (length > 0) latent[k] = ((latent[k] as number) * (lengths[layer] as number)) / length
    }
  }
}

/** Parts of all steps: up and down again, then to almost nothing. */
const CYCLE = 0.9

/**
 * `linear1cycledrop` of PULSE: a tenth of the rate, up to all of it and down again, then a drop to a thousandth.
 * @param step counted from 0
 */
export function rateAt(step: number, steps: number, rate: number): number {
  const part = step / steps
  if (part < CYCLE) return (rate * (9 * (1 - Math.abs(part / CYCLE - 0.5) * 2) + 1)) / 10
  return rate * (0.1 + ((part - CYCLE) / (1 - CYCLE)) * (1e-3 - 0.1))
}
