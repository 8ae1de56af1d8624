import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { Flow } from './flow.ts'

/** Both motions between two frames, at their size. */
export interface Motion {
  readonly forth: Flow
  readonly back: Flow
}

/** A place this far outside a frame, in pixels, tells nothing of it. */
const OUTSIDE = 1

/**
 * The frame `part` (0..1) of the way from `a` to `b`. Motion seen from there is put together of both motions (H. Jiang
 * and others, _Super SloMo_, 2018); each frame is fetched along it, and the nearer one counts more. Where one of them
 * ends, the other speaks alone.
 */
export function frameBetween(a: Raster, b: Raster, { forth, back }: Motion, part: number): Raster {
  const { width, height, channels } = a
  const [first, second] = [toFloats(a), toFloats(b)]
  const result = createRaster(width, height, channels, false)
  const output = result.store as Float32Array
  const [p, q] = [-(1 - part) * part, part * part]
  const r = (1 - part) * (1 - part)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [fx, fy, gx, gy] = [
        forth.dx[i] as number,
        forth.dy[i] as number,
        back.dx[i] as number,
        back.dy[i] as number,
      ]
      const [ax, ay] = [x + p * fx + q * gx, y + p * fy + q * gy]
      const [bx, by] = [x + r * fx + p * gx, y + r * fy + p * gy]
      const seenA = isInside(ax, ay, width, height)
      const seenB = isInside(bx, by, width, height)
      const weight = seenA === seenB ? part : seenB ? 1 : 0
      fetch(first, width, height, channels, ax, ay, 1 - weight, output, i * channels)
      fetch(second, width, height, channels, bx, by, weight, output, i * channels)
    }
  }
  return result
}

const isInside = (x: number, y: number, width: number, height: number) =>
  x > -OUTSIDE && y > -OUTSIDE && x < width - 1 + OUTSIDE && y < height - 1 + OUTSIDE

const across = new Float64Array(4)
const down = new Float64Array(4)

/** Weights of four neighbours for a place `f` (0..1) between the middle two: Catmull and Rom's cubic, which keeps detail. */
function cubic(f: number, weights: Float64Array): void {
  weights[0] = ((2 - f) * f - 1) * f * 0.5
  weights[1] = ((3 * f - 5) * f * f + 2) * 0.5
  weights[2] = ((4 - 3 * f) * f + 1) * f * 0.5
  weights[3] = (f - 1) * f * f * 0.5
}

/** Adds what a frame holds at a place, bicubic, times `weight`. */
function fetch(
  data: Float32Array,
  width: number,
  height: number,
  channels: number,
  x: number,
  y: number,
  weight: number,
  output: Float32Array,
  at: number,
): void {
  if (weight === 0) return
  const u = x < 0 ? 0 : x > width - 1 ? width - 1 : x
  const v = y < 0 ? 0 : y > height - 1 ? height - 1 : y
  const [left, top] = [Math.floor(u), Math.floor(v)]
  cubic(u - left, across)
  cubic(v - top, down)
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
