import { lumaAt, percentile } from '../support/luma.ts'

/** Steps of light at which the tint is known. */
export const TINT_STEPS = 17

/**
 * The common tint of a picture as a function of light. Chroma is kept as (red - light, blue - light): zero is neutral,
 * and taking it away changes no light.
 */
export interface ChromaCurve {
  /** Median tint at light 0, 1/16 .. 1; straight in between. */
  readonly red: Float32Array
  readonly blue: Float32Array
  /** Root mean square of all chroma. */
  readonly strength: number
  /** Root mean square of what the tint leaves. */
  readonly residual: number
  /** Part of the pixels with less chroma than 0.04 beside the tint, 0..1. */
  readonly calm: number
}

const neutral = (): ChromaCurve => ({
  red: new Float32Array(TINT_STEPS),
  blue: new Float32Array(TINT_STEPS),
  strength: 0,
  residual: 0,
  calm: 1,
})

export function measureChroma(samples: Float32Array, channels: number): ChromaCurve {
  if (channels < 3) return neutral()
  const bins = Array.from({ length: TINT_STEPS }, () => ({ red: [] as number[], blue: [] as number[] }))
  const count = samples.length / channels
  let squares = 0
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    const light = lumaAt(samples, at, channels)
    const red = (samples[at] as number) - light
    const blue = (samples[at + 2] as number) - light
    squares += red * red + blue * blue
    const bin = bins[Math.min(TINT_STEPS - 1, Math.max(0, Math.round(light * (TINT_STEPS - 1))))]
    bin?.red.push(red)
    bin?.blue.push(blue)
  }
  const weights = bins.map(({ red }) => red.length)
  const curve = {
    red: smoothed(
      bins.map(({ red }) => median(red)),
      weights,
    ),
    blue: smoothed(
      bins.map(({ blue }) => median(blue)),
      weights,
    ),
  }
  return { ...curve, strength: Math.sqrt(squares / Math.max(1, count)), ...remainder(samples, channels, curve) }
}

const median = (values: readonly number[]) => percentile(Float32Array.from(values).sort(), 0.5)

/** Weighted by how many pixels know: empty steps of light take the tint of their neighbours. */
function smoothed(values: readonly number[], weights: readonly number[]): Float32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  return Float32Array.from(values, (_, i) => {
    let [sum, weightSum] = [0, 0]
    values.forEach((value, j) => {
      const distance = (i - j) / 1.2
      const weight = ((weights[j] as number) / total) * Math.exp(-0.5 * distance * distance) + 1e-12
      sum += value * ((weights[j] as number) > 0 ? weight : 0)
      weightSum += (weights[j] as number) > 0 ? weight : 0
    })
    return weightSum > 0 ? sum / weightSum : 0
  })
}

/** The tint at a light. */
export function tintAt(curve: Float32Array, light: number): number {
  const at = Math.min(1, Math.max(0, light)) * (TINT_STEPS - 1)
  const low = Math.min(TINT_STEPS - 2, Math.floor(at))
  const from = curve[low] as number
  return from + ((curve[low + 1] as number) - from) * (at - low)
}

const CALM = 0.04

function remainder(samples: Float32Array, channels: number, curve: { red: Float32Array; blue: Float32Array }) {
  const count = samples.length / channels
  let [squares, calm] = [0, 0]
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    const light = lumaAt(samples, at, channels)
    const red = (samples[at] as number) - light - tintAt(curve.red, light)
    const blue = (samples[at + 2] as number) - light - tintAt(curve.blue, light)
    const square = red * red + blue * blue
    squares += square
    if (square < CALM * CALM) calm++
  }
  return { residual: Math.sqrt(squares / Math.max(1, count)), calm: calm / Math.max(1, count) }
}
