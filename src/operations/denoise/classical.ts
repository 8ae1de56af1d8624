import { estimateNoise, findClipped } from './estimate.ts'
import { type Planes, type Strips, splitPlanes } from './planes.ts'
import { shrinkPlane } from './shrink.ts'

/** Multiples of the noise below which a coefficient is dropped: 2.7 is where hard limits err least. */
const LIMIT = 2.7
/** Colour noise is blotches nobody misses; eyes are less sharp for colour. */
const COLOUR_LIMIT = 3.2
/** Noise below a third of a level of 255 is rounding. */
const LEAST = 0.35 / 255
/** Pixels between blocks: light is worth the four times of work. */
const STRIDES = [2, 4, 4] as const
/** Blocks are 8 pixels wide, the largest stride is 4. */
export const CLASSICAL_TILING = { overlap: 8, align: 4 } as const

/** Per plane and frequency: smaller coefficients are noise. Undefined where there is no noise. */
export type Limits = readonly (Float32Array | undefined)[]

/** Measures the noise of every plane. */
export function limitsFor({ data, rows, width, channels }: Strips): Limits {
  const clipped = findClipped(data, channels)
  return splitPlanes(data, channels).map((plane, index) => {
    const { spectrum } = estimateNoise(plane, width, rows, clipped)
    if (Math.max(...spectrum) < LEAST) return undefined
    const limit = index > 0 ? COLOUR_LIMIT : LIMIT
    return spectrum.map((sigma) => limit * sigma)
  })
}

/** The planes of a tile without what is below the limits in every frequency; those without noise are the same array. */
export const withoutNoise = (planes: Planes, width: number, height: number, limits: Limits): Planes =>
  planes.map((plane, index) => {
    const own = limits[index]
    return own ? shrinkPlane(plane, width, height, own, STRIDES[index] ?? 4) : plane
  })
