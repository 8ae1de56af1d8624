import type { Size } from '../define.ts'
import type { Reduced } from './chroma.ts'

/** Pixels of the small picture that a pixel of the large one takes its colours from, across and down. */
const TAPS = 4
/** Spread of their weights: over places, in small pixels, and over lightness, in L*. */
const PLACES = 0.9
const LIGHTS = 4
/** Steps of lightness in the table, per unit. */
const FINE = 32
/** Where nothing near is alike, the nearest counts. */
const LEAST = 1e-4

const alike = Float64Array.from({ length: 100 * FINE + 2 }, (_, i) => Math.exp(-0.5 * (i / FINE / LIGHTS) ** 2) + LEAST)

/** Where the part that is made lies in the whole picture. */
export interface Placement {
  readonly left: number
  readonly top: number
  readonly frame: Size
}

/** Fills `outputs`, one for each plane, with a row. @param y of the part @param lightness L* of that row */
export type SampleRow = (y: number, lightness: Float32Array, outputs: readonly Float32Array[]) => void

/**
 * Joint bilateral upsampling (J. Kopf and others, 2007): a pixel takes what its neighbours in the small picture have,
 * most from those that are as light as itself. So colours end where things end, at full size.
 * @param width pixels of a row
 */
export function jointSampler(
  guide: Reduced,
  planes: readonly Float32Array[],
  { left, top, frame }: Placement,
  width: number,
): SampleRow {
  const columns = tapsAlong(left, width, frame.width, guide.width)
  return (y, lightness, outputs) => {
    const row = tapsAlong(top + y, 1, frame.height, guide.height)
    const sums = new Float64Array(planes.length)
    for (let x = 0; x < width; x++) {
      let total = 0
      sums.fill(0)
      const here = lightness[x] as number
      for (let v = 0; v < TAPS; v++) {
        const start = (row.at[v] as number) * guide.width
        for (let u = 0; u < TAPS; u++) {
          const from = start + (columns.at[x * TAPS + u] as number)
          const difference = Math.abs((guide.lightness[from] as number) - here)
          const weight =
            (row.weight[v] as number) *
            (columns.weight[x * TAPS + u] as number) *
            (alike[Math.min(alike.length - 1, (difference * FINE + 0.5) | 0)] as number)
          total += weight
          for (let k = 0; k < sums.length; k++)
            sums[k] = (sums[k] as number) + weight * ((planes[k] as Float32Array)[from] as number)
        }
      }
      for (let k = 0; k < sums.length; k++) (outputs[k] as Float32Array)[x] = (sums[k] as number) / total
    }
  }
}

interface Taps {
  readonly at: Int32Array
  readonly weight: Float64Array
}

/** The small pixels around each of `count` large ones, edges repeated. */
function tapsAlong(first: number, count: number, large: number, small: number): Taps {
  const at = new Int32Array(count * TAPS)
  const weight = new Float64Array(count * TAPS)
  for (let i = 0; i < count; i++) {
    const centre = ((first + i + 0.5) * small) / large - 0.5
    const start = Math.floor(centre) - TAPS / 2 + 1
    for (let k = 0; k < TAPS; k++) {
      at[i * TAPS + k] = Math.min(small - 1, Math.max(0, start + k))
      weight[i * TAPS + k] = Math.exp(-0.5 * ((start + k - centre) / PLACES) ** 2)
    }
  }
  return { at, weight }
}
