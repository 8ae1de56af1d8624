import type { ToneMeasure } from './measure.ts'

/** Steps of the tabulated curve: 12 bits, straight in between. */
export const CURVE_STEPS = 4096

/** Where the darkest and lightest tones of a fresh print lie. */
const DEEP = 0.04
const BRIGHT = 0.95
/** Most that the lightest tone is raised: a night is not turned into day. */
const MOST_LIGHT = 1.25
/** Most that contrast is raised: beyond it stains and grain become the picture. */
const MOST_GAIN = 2
/** Medians inside this range are left where they are. */
const SANE_MEDIAN = [0.3, 0.62] as const
const GAMMA = [0.72, 1.2] as const
/** Part of the loss of light in the middle tones, where deeper blacks pull them down, that is given back. */
const GIVEN_BACK = 0.7
/** Tones beyond the measured end points are squeezed into what is left, never cut off. */
const KNEE = 0.94

export interface ToneCurve {
  /** New light for light 0, 1/4096 .. 1. Never falls. */
  readonly table: Float32Array
  /** Contrast of the middle tones, as a factor. */
  readonly gain: number
  readonly gamma: number
  /** Where the found end points go. */
  readonly black: number
  readonly white: number
}

/** The curve that undoes fading. @param strength 0 changes nothing .. 1 everything that was measured */
export function toneCurve(measure: ToneMeasure, strength: number): ToneCurve {
  const { black: low, white: high } = measure
  const white = high + (Math.max(high, Math.min(BRIGHT, high * MOST_LIGHT)) - high) * strength
  const wished = low + (Math.min(low, DEEP) - low) * strength
  const range = Math.max(high - low, 0.02)
  const gain = Math.min((white - wished) / range, 1 + (MOST_GAIN - 1) * strength)
  const black = white - gain * range
  const level = (light: number) => black + (light - low) * gain
  const gamma = gammaFor(level(measure.median), measure.median)
  const table = new Float32Array(CURVE_STEPS + 1)
  for (let i = 0; i <= CURVE_STEPS; i++) {
    const light = i / CURVE_STEPS
    table[i] = Math.max(0, squeeze(level(light), level(0), level(1))) ** gamma
  }
  return { table, gain, gamma, black, white }
}

/** @param median of the levelled tones; `before` of the scan's */
function gammaFor(median: number, before: number): number {
  if (median <= 0.01 || median >= 0.99) return 1
  const [least, most] = SANE_MEDIAN
  const sane = Math.min(most, Math.max(least, before))
  // Faces live in the middle tones: they must not sink with the blacks, nor be lifted beyond what the scan shows.
  const target =
    median < sane ? Math.min(sane, median + Math.abs(before - median) * GIVEN_BACK) : Math.max(sane, median)
  return Math.min(GAMMA[1], Math.max(GAMMA[0], Math.log(target) / Math.log(median)))
}

/** Bends the ends of `value` so that what reaches from `least` to `most` fits into 0..1 with no step and no cut. */
function squeeze(value: number, least: number, most: number): number {
  if (value > KNEE && most > 1) return KNEE + shoulder(value - KNEE, most - KNEE, 1 - KNEE)
  if (value < 1 - KNEE && least < 0) return 1 - KNEE - shoulder(1 - KNEE - value, 1 - KNEE - least, 1 - KNEE)
  return Math.min(1, Math.max(0, value))
}

/** A curve from 0 with slope 1 that reaches `room` at `length`, `length` > `room`: x / (1 + k x). */
const shoulder = (x: number, length: number, room: number): number => x / (1 + x * ((length - room) / (length * room)))

/** The tabulated curve between its steps. */
export function curveAt(table: Float32Array, light: number): number {
  const at = Math.min(1, Math.max(0, light)) * CURVE_STEPS
  const index = Math.min(CURVE_STEPS - 1, Math.floor(at))
  const from = table[index] as number
  return from + ((table[index + 1] as number) - from) * (at - index)
}
