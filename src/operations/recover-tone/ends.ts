import { percentile } from '../support/luma.ts'

/** Median tint of a group of pixels, as (red - light, blue - light). */
export interface EndTint {
  readonly red: number
  readonly blue: number
  /** How sure it is a cast, 0..1: low when the group holds several colours or one strong colour. */
  readonly trust: number
}

export interface EndTints {
  readonly dark: EndTint
  readonly light: EndTint
}

const DARK = [0.005, 0.03] as const
const LIGHT = [0.96, 0.995] as const
/** Median distance from the median tint at which a group is no longer one tint. */
const SPREAD = 0.03
/** A tint stronger than this is a coloured thing rather than a cast. */
const STRONGEST = 0.3

export function measureEnds(
  samples: Float32Array,
  channels: number,
  luma: Float32Array,
  sorted: Float32Array,
): EndTints {
  const end = ([from, to]: readonly [number, number]) =>
    measureEnd(samples, channels, luma, percentile(sorted, from), percentile(sorted, to))
  return { dark: end(DARK), light: end(LIGHT) }
}

function measureEnd(samples: Float32Array, channels: number, luma: Float32Array, from: number, to: number): EndTint {
  if (channels < 3) return { red: 0, blue: 0, trust: 0 }
  const [reds, blues]: [number[], number[]] = [[], []]
  luma.forEach((light, i) => {
    if (light < from || light > to) return
    reds.push((samples[i * channels] as number) - light)
    blues.push((samples[i * channels + 2] as number) - light)
  })
  const [red, blue] = [median(reds), median(blues)]
  const distance = median(reds.map((value, i) => Math.hypot(value - red, (blues[i] as number) - blue)))
  const calm = Math.exp(-((distance / SPREAD) ** 2))
  const weak = Math.max(0, 1 - (Math.hypot(red, blue) / STRONGEST) ** 2)
  return { red, blue, trust: calm * weak }
}

const median = (values: readonly number[]) => percentile(Float32Array.from(values).sort(), 0.5)
