import { type Raster, rasterOf } from '../../shared/image/raster.ts'
import { findFrame } from '../recover-tone/frame.ts'
import { lumaAt, percentile } from '../support/luma.ts'
import { shrinkForMeasuring } from '../support/shrink.ts'
import { densityOf } from './density.ts'

const MEASURED_SIDE = 256
/** Parts of the pixels, by light, that stand for paper white and for the deepest black. */
const LIGHT = [0.965, 0.995] as const
const DARK = [0.005, 0.035] as const
/** Spread within such a group at which it is no longer one tone with one cast, in encoded units. */
const SPREAD = 0.05
/** A cast stronger than this is a coloured thing. */
const STRONGEST = 0.55

export type Triple = readonly [red: number, green: number, blue: number]

/** One end of the tones. */
export interface End {
  /** Density of each channel. */
  readonly density: Triple
  /** How surely it was neutral once, 0..1. */
  readonly trust: number
}

/** What fading left of a colour picture. */
export interface Fading {
  readonly light: End
  readonly dark: End
  /** Encoded RGB of some thousand pixels, three by three, with their height in the picture, 0 at the top. */
  readonly samples: Float32Array
  readonly heights: Float32Array
}

/** A small copy of what lies inside the borders of a scan: encoded RGB, floats. */
export function insideOf(image: Raster): Raster {
  const small = shrinkForMeasuring(image, MEASURED_SIDE)
  const { left, top, right, bottom } = findFrame(small)
  const store = small.store as Float32Array
  const [width, height] = [right - left, bottom - top]
  const samples = new Float32Array(3 * width * height)
  for (let i = 0; i < width * height; i++) {
    const from = ((top + Math.floor(i / width)) * small.width + left + (i % width)) * small.channels
    for (let c = 0; c < 3; c++) samples[3 * i + c] = store[from + Math.min(c, small.channels - 1)] as number
  }
  return rasterOf(width, height, 3, samples)
}

export function measureFading(image: Raster): Fading {
  const { width, height, store } = insideOf(image)
  const samples = store as Float32Array
  const count = width * height
  const heights = Float32Array.from({ length: count }, (_, i) => Math.floor(i / width) / Math.max(1, height))
  const light = Float32Array.from({ length: count }, (_, i) => lumaAt(samples, 3 * i, 3))
  const sorted = light.slice().sort()
  const end = ([from, to]: readonly [number, number]) =>
    endBetween(samples, light, percentile(sorted, from), percentile(sorted, to))
  return { light: end(LIGHT), dark: end(DARK), samples, heights }
}

function endBetween(samples: Float32Array, light: Float32Array, from: number, to: number): End {
  const channels: [number[], number[], number[]] = [[], [], []]
  light.forEach((value, i) => {
    if (value < from || value > to) return
    channels.forEach((own, c) => {
      own.push(samples[3 * i + c] as number)
    })
  })
  const middle = channels.map(median) as unknown as Triple
  const spread = median(
    (channels[0] ?? []).map((_, i) =>
      Math.hypot(...chromaOf(channels.map((own) => own[i] as number) as unknown as Triple, middle)),
    ),
  )
  const cast = Math.max(...middle) - Math.min(...middle)
  const trust = Math.exp(-((spread / SPREAD) ** 2)) * Math.max(0, 1 - (cast / STRONGEST) ** 2)
  return { density: middle.map(densityOf) as unknown as Triple, trust }
}

/** Difference of colour alone: red and blue against green. */
const chromaOf = (own: Triple, other: Triple): readonly [number, number] => [
  own[0] - own[1] - (other[0] - other[1]),
  own[2] - own[1] - (other[2] - other[1]),
]

const median = (values: readonly number[]) => percentile(Float32Array.from(values).sort(), 0.5)
