import type { Raster } from '../../shared/image/raster.ts'
import { lumaAt, percentile } from '../support/luma.ts'
import { shrinkForMeasuring } from '../support/shrink.ts'
import { type ChromaCurve, measureChroma } from './chroma.ts'
import { type EndTints, measureEnds } from './ends.ts'
import { findFrame } from './frame.ts'

/** Side of the copy that is measured: dust and noise are averaged away, tones are not. */
const MEASURED_SIDE = 512

/** What the tones of a picture are like, borders left out. Light and chroma on the encoded 0..1 scale. */
export interface ToneMeasure {
  /** Darkest and lightest tone, robust: the 0.5th and the 99.5th percentile. */
  readonly black: number
  readonly white: number
  readonly quarter: number
  readonly median: number
  readonly threeQuarter: number
  /** `gray`: no colour at all. `toned`: one tint, like sepia or a yellowed print. `colour`: the rest. */
  readonly kind: 'gray' | 'toned' | 'colour'
  readonly chroma: ChromaCurve
  /** Tint of the darkest and of the lightest tones: where a faded colour print shows its cast. */
  readonly ends: EndTints
}

export function measureTone(image: Raster): ToneMeasure {
  const small = shrinkForMeasuring(image, MEASURED_SIDE)
  const samples = insideOf(small)
  const luma = Float32Array.from({ length: samples.length / small.channels }, (_, i) =>
    lumaAt(samples, i * small.channels, small.channels),
  )
  const sorted = luma.slice().sort()
  const chroma = measureChroma(samples, small.channels)
  return {
    black: percentile(sorted, 0.005),
    white: percentile(sorted, 0.995),
    quarter: percentile(sorted, 0.25),
    median: percentile(sorted, 0.5),
    threeQuarter: percentile(sorted, 0.75),
    kind: kindOf(chroma),
    chroma,
    ends: measureEnds(samples, small.channels, luma, sorted),
  }
}

/** Root mean square of chroma below which nobody sees a colour. */
const COLOURLESS = 0.012
/** Chroma beside the common tint: more than this, absolutely and against the tint itself, is a colour picture. */
const VARIED = 0.017
const VARIED_PART = 0.4

function kindOf({ strength, residual }: ChromaCurve): ToneMeasure['kind'] {
  if (strength < COLOURLESS) return 'gray'
  return residual < VARIED && residual < Math.max(COLOURLESS, strength * VARIED_PART) ? 'toned' : 'colour'
}

function insideOf(image: Raster): Float32Array {
  const { left, top, right, bottom } = findFrame(image)
  const { channels, width } = image
  const stride = (right - left) * channels
  const inside = new Float32Array(stride * (bottom - top))
  for (let y = top; y < bottom; y++) {
    const from = (y * width + left) * channels
    inside.set((image.store as Float32Array).subarray(from, from + stride), (y - top) * stride)
  }
  return inside
}
