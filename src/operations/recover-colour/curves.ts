import { densityOf, sampleOf } from './density.ts'
import type { Fading, Triple } from './measure.ts'

/** Density of paper white and of the deepest black of a fresh print, in the tones that are measured. */
const WHITE = 0.05
const BLACK = 1.85
/** Beyond this density the noise of the scan decides what is darker. */
const DEEPEST = 2.3
/** A print whose deepest black is that dense in every channel has not faded, and one that misses it by much has. */
const DEEP = [1.75, 1.4] as const
/** The most that the range of a channel's density is stretched; the dyes of what has faded further are gone. */
const MOST_STRETCH = 2.6
/** Fog that all channels have alike and that is taken for ageing; what is darker is a dark picture. */
const MOST_FOG = 0.12
/** Difference between the ranges of the channels that begins to tell, and that proves, that dyes have faded. */
const PROOF = [1.06, 1.35] as const

/**
 * What became of the dye that a channel sees, told by the lightest and the darkest tones: the line from the densities
 * that are there to those that were. Between the ends the middle may lie off the line by `bend`.
 */
export interface Dye {
  /** Densities of the ends as they are. */
  readonly from: readonly [light: number, dark: number]
  /** The same as they were. */
  readonly to: readonly [light: number, dark: number]
  /** 1 for none: exponent of the place between the ends, 0..1. */
  readonly bend: number
}
export type Dyes = readonly [Dye, Dye, Dye]

/**
 * Dyes fade in the dark by a part of their density each, cyan mostly first, and stain the paper, mostly yellow. What was
 * white and what was black tell how the dyes differ; that all of them have faded is believed as far as they differ, for
 * a low contrast alone may be the picture's own. An end that is hardly neutral tells less.
 */
export function dyesOf({ light, dark }: Fading): { readonly dyes: Dyes; readonly proof: number } {
  const black = believed(dark.density.map((own) => Math.min(DEEPEST, own)) as unknown as Triple, dark.trust)
  const unsure = believed(light.density, light.trust)
  const proof = proofOf(unsure, black)
  const found = believed(light.density, light.trust * proof)
  const clear = Math.min(...found)
  const fog = Math.min(MOST_FOG, Math.max(0, clear - WHITE))
  const ranges = [0, 1, 2].map((c) => Math.max(0.05, (black[c] as number) - (found[c] as number)))
  const most = Math.max(...ranges)
  const common = 1 + proof * (Math.max(1, (BLACK - WHITE) / most) - 1)
  const white = clear - fog
  const dye = (c: 0 | 1 | 2): Dye => {
    const range = ranges[c] as number
    const from = [found[c], found[c] + range] as const
    return { from, to: [white, white + Math.min(common * most, MOST_STRETCH * range)], bend: 1 }
  }
  return { dyes: [dye(0), dye(1), dye(2)], proof }
}

/** How surely dyes have faded, 0..1: by how much the ranges of the channels differ, and what the blacks lack. */
function proofOf(light: Triple, dark: Triple): number {
  const ranges = light.map((own, c) => Math.max(0.05, (dark[c] as number) - own))
  const lacking = ramp(Math.min(...dark), DEEP[0], DEEP[1])
  return lacking * ramp(Math.max(...ranges) / Math.min(...ranges), PROOF[0], PROOF[1])
}

const ramp = (value: number, from: number, to: number) => Math.min(1, Math.max(0, (value - from) / (to - from)))

function believed(density: Triple, trust: number): Triple {
  const mean = (density[0] + density[1] + density[2]) / 3
  return density.map((own) => mean + trust * (own - mean)) as unknown as Triple
}

/** Steps of a table over encoded samples 0..1. */
export const STEPS = 4096

/**
 * The way back as a table, encoded in and out. It rises everywhere from 0 to 1, so that nothing is cut off and no two
 * tones become one: beyond the measured white and black what is left of the range is shared out.
 * @param strength 0 none .. 1 all of it
 */
export function curveOf({ from, to, bend }: Dye, strength: number): Float32Array {
  const fresh = (density: number): number => {
    const position = (density - from[0]) / (from[1] - from[0])
    const bent = position > 0 && position < 1 ? position ** bend : position
    return density + strength * (to[0] + (to[1] - to[0]) * bent - density)
  }
  const [darkest, lightest] = [sampleOf(from[1]), Math.min(0.999, sampleOf(from[0]))]
  const at = (value: number) => sampleOf(fresh(densityOf(value)))
  const low = { x: darkest, y: at(darkest), slope: slopeAt(at, darkest, 1) }
  const high = { x: lightest, y: Math.min(0.999, at(lightest)), slope: slopeAt(at, lightest, -1) }
  return Float32Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = i / STEPS
    if (x < low.x) return low.y * (1 - eased(1 - x / low.x, (low.slope * low.x) / low.y))
    if (x > high.x)
      return high.y + (1 - high.y) * eased((x - high.x) / (1 - high.x), (high.slope * (1 - high.x)) / (1 - high.y))
    return at(x)
  })
}

const STEP = 1e-3
const slopeAt = (curve: (x: number) => number, x: number, direction: 1 | -1): number =>
  Math.max(0.05, (curve(x + direction * STEP) - curve(x)) / (direction * STEP))

/** From 0 to 1 for 0 to 1, always rising, beginning with `slope`. */
const eased = (t: number, slope: number): number => (slope * t) / (1 + (slope - 1) * t)

export const through = (curve: Float32Array, value: number): number => {
  const at = Math.min(1, Math.max(0, value)) * STEPS
  const low = Math.min(STEPS - 1, Math.floor(at))
  return (curve[low] as number) + ((curve[low + 1] as number) - (curve[low] as number)) * (at - low)
}
