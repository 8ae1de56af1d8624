import { densityOf, sampleOf } from './density.ts'

/** What the network says of a print. With densities D of the three channels: P = M D + b, and then P + q P (2 - P) / 2. */
export interface WayBack {
  /** Rows of M. */
  readonly matrix: readonly number[]
  readonly offsets: readonly number[]
  readonly bends: readonly number[]
}

/** Parts of the network's answer: 9 of the matrix, 3 offsets, 3 bends. */
export const NUMBERS = 15

export const wayBackOf = (numbers: Float32Array): WayBack => ({
  matrix: [...numbers.subarray(0, 9)],
  offsets: [...numbers.subarray(9, 12)],
  bends: [...numbers.subarray(12, NUMBERS)],
})

/** Density of one channel as it was. Below 0 where it would be lighter than white. */
export function fresh({ matrix, offsets, bends }: WayBack, channel: number, r: number, g: number, b: number): number {
  const at = 3 * channel
  const straight =
    (matrix[at] as number) * r +
    (matrix[at + 1] as number) * g +
    (matrix[at + 2] as number) * b +
    (offsets[channel] as number)
  const inside = Math.min(2, Math.max(0, straight))
  return straight + (bends[channel] as number) * inside * (1 - inside / 2)
}

/** Densities between which nothing is moved; those beyond share what is left on their side. */
const CLEAR = 0.12
const DEEP = 2.2
/** Tones that were not measured, or that the small copy has averaged away, are beyond the measured ends by about that. */
const MARGIN = 0.03
/** The darkest density that an 8-bit file still tells from black. A scan that goes below may stay there. */
const DARKEST = 3
/** Room at white for what is lighter than anything measured. */
const GLINT = 0.004

/** Densities in a picture. */
export interface Ends {
  /** As they come out. */
  readonly lightest: number
  readonly darkest: number
  /** The darkest that may be. */
  readonly room: number
}

/**
 * Squeezes what would be lighter than white, or darker than a file can say, into the room there is: no two tones become
 * one. Where the ends have room, nothing happens.
 */
export function shareOut(density: number, { lightest, darkest, room }: Ends): number {
  if (density < CLEAR && lightest < 0) {
    const low = lightest - MARGIN
    if (density <= low) return GLINT * Math.exp((density - low) / GLINT)
    return GLINT + (CLEAR - GLINT) * bowed((density - low) / (CLEAR - low), (CLEAR - low) / (CLEAR - GLINT))
  }
  if (density > DEEP && darkest > room) {
    const high = darkest + MARGIN
    if (density >= high) return room + 1 - Math.exp(high - density)
    return room - (room - DEEP) * bowed((high - density) / (high - DEEP), (high - DEEP) / (room - DEEP))
  }
  return density
}

/** From 0 to 1 for 0 to 1, always rising, ending with `slope` (at least 1). */
const bowed = (t: number, slope: number): number => t / (slope + (1 - slope) * t)

/** Ends of the densities that come out of encoded RGB samples, three by three; one pair for each channel. */
export function endsOf(way: WayBack, samples: Float32Array): readonly [Ends, Ends, Ends] {
  const ends = [0, 1, 2].map(() => ({ lightest: Number.POSITIVE_INFINITY, darkest: 0, room: DARKEST }))
  for (let i = 0; i < samples.length; i += 3) {
    const [r, g, b] = [0, 1, 2].map((c) => densityOf(samples[i + c] as number)) as [number, number, number]
    ends.forEach((end, c) => {
      const density = fresh(way, c, r, g, b)
      end.room = Math.max(end.room, r, g, b)
      end.lightest = Math.min(end.lightest, density)
      end.darkest = Math.max(end.darkest, density)
    })
  }
  return ends as unknown as readonly [Ends, Ends, Ends]
}

/** Steps of the tables: of encoded samples 0..1, and of densities 0..`RANGE`. */
const STEPS = 4096
const RANGE = 5
const DENSITIES = 16384
const densities = Float32Array.from({ length: STEPS + 2 }, (_, i) => densityOf(Math.min(1, i / STEPS)))
const samples = Float32Array.from({ length: DENSITIES + 2 }, (_, i) => sampleOf((RANGE * i) / DENSITIES))

function lookUp(table: Float32Array, place: number): number {
  const low = Math.floor(place)
  return (table[low] as number) + ((table[low + 1] as number) - (table[low] as number)) * (place - low)
}
const seenAs = (value: number) => lookUp(densities, STEPS * Math.min(1, Math.max(0, value)))
const shownAs = (density: number) => lookUp(samples, (DENSITIES / RANGE) * Math.min(RANGE, Math.max(0, density)))

/**
 * Brings encoded RGB back, three by three.
 * @param strength 0 none .. 1 all of it, by density
 */
export function bringBack(
  output: Float32Array,
  data: Float32Array,
  way: WayBack,
  ends: readonly [Ends, Ends, Ends],
  strength: number,
): void {
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [seenAs(data[i] as number), seenAs(data[i + 1] as number), seenAs(data[i + 2] as number)]
    const bring = (channel: 0 | 1 | 2, own: number) => {
      const back = shareOut(fresh(way, channel, r, g, b), ends[channel])
      output[i + channel] = shownAs(own + strength * (back - own))
    }
    bring(0, r)
    bring(1, g)
    bring(2, b)
  }
}
