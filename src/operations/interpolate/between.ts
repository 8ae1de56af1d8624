import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'

/** Where the pixels of one row of a wanted frame lie in both frames, and how they become one. */
export interface AimRow {
  /** In the first frame and in the second. */
  readonly ax: Float32Array
  readonly ay: Float32Array
  readonly bx: Float32Array
  readonly by: Float32Array
  /** The second frame's share, 0..1. */
  readonly share: Float32Array
  /** What to add to every colour, side by side, where somebody knows. */
  readonly added: Float32Array | undefined
}
/** Fills in row `y`. */
export type Aim = (y: number, row: AimRow) => void

/** A place this far outside a frame, in pixels, tells nothing of it. */
const OUTSIDE = 1

/** How sharp the cubic is with which frames are fetched: Catmull and Rom's, or that of networks' own runtimes. */
export const SHARPNESS = { motion: -0.5, network: -0.75 } as const

/** Fetches both frames where `aim` says and mixes them. */
export function frameOf(
  a: Raster,
  b: Raster,
  aim: Aim,
  { sharpness = SHARPNESS.motion as number, adds = false } = {},
): Raster {
  const { width, height, channels } = a
  const [first, second] = [sourceOf(a), sourceOf(b)]
  const result = createRaster(width, height, channels, false)
  const output = result.store as Float32Array
  const line = () => new Float32Array(width)
  const added = adds ? new Float32Array(width * channels) : undefined
  const row: AimRow = { ax: line(), ay: line(), bx: line(), by: line(), share: line(), added }
  for (let y = 0, at = 0; y < height; y++) {
    aim(y, row)
    for (let x = 0; x < width; x++, at += channels) {
      const share = row.share[x] as number
      fetch(first, row.ax[x] as number, row.ay[x] as number, 1 - share, sharpness, output, at)
      fetch(second, row.bx[x] as number, row.by[x] as number, share, sharpness, output, at)
    }
    if (added)
      for (let i = 0, to = at - added.length; i < added.length; i++, to++)
        output[to] = (output[to] as number) + (added[i] as number)
  }
  return result
}

/** The second frame's share: the nearer one counts more; where one of them ends, the other speaks alone. */
export function evenShare(row: AimRow, x: number, width: number, height: number, part: number): number {
  const seenA = isInside(row.ax[x] as number, row.ay[x] as number, width, height)
  const seenB = isInside(row.bx[x] as number, row.by[x] as number, width, height)
  return seenA === seenB ? part : seenB ? 1 : 0
}

const isInside = (x: number, y: number, width: number, height: number) =>
  x > -OUTSIDE && y > -OUTSIDE && x < width - 1 + OUTSIDE && y < height - 1 + OUTSIDE

interface Source {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
  readonly channels: number
}
const sourceOf = (image: Raster): Source => ({
  data: toFloats(image),
  width: image.width,
  height: image.height,
  channels: image.channels,
})

const across = new Float64Array(4)
const down = new Float64Array(4)

/** Weights of four neighbours for a place `f` (0..1) between the middle two: Keys' cubic, which keeps detail. */
function cubic(f: number, a: number, weights: Float64Array): void {
  const [g, h, i] = [f + 1, 1 - f, 2 - f]
  weights[0] = ((a * g - 5 * a) * g + 8 * a) * g - 4 * a
  weights[1] = ((a + 2) * f - (a + 3)) * f * f + 1
  weights[2] = ((a + 2) * h - (a + 3)) * h * h + 1
  weights[3] = ((a * i - 5 * a) * i + 8 * a) * i - 4 * a
}

/** Adds what a frame holds at a place, bicubic, times `weight`. */
function fetch(
  source: Source,
  x: number,
  y: number,
  weight: number,
  sharpness: number,
  output: Float32Array,
  at: number,
) {
  if (weight === 0) return
  const { data, width, height, channels } = source
  const u = x < 0 ? 0 : x > width - 1 ? width - 1 : x
  const v = y < 0 ? 0 : y > height - 1 ? height - 1 : y
  const [left, top] = [Math.floor(u), Math.floor(v)]
  cubic(u - left, sharpness, across)
  cubic(v - top, sharpness, down)
  for (let j = 0; j < 4; j++) {
    const row = Math.min(height - 1, Math.max(0, top + j - 1)) * width
    const part = (down[j] as number) * weight
    for (let i = 0; i < 4; i++) {
      const from = (row + Math.min(width - 1, Math.max(0, left + i - 1))) * channels
      const share = part * (across[i] as number)
      for (let k = 0; k < channels; k++)
        output[at + k] = (output[at + k] as number) + share * (data[from + k] as number)
    }
  }
}
