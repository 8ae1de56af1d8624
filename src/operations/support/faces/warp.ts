import { cutReflected, type Raster, rasterOf, toFloats } from '../../../shared/image/raster.ts'
import { shrinkForMeasuring } from '../shrink.ts'
import { apply, enlargement, inverse, type Similarity } from './align.ts'
import type { Point } from './face.ts'

/** What lies outside of the picture, as the face restorers of others were trained with (BGR 135, 133, 132). */
const BEYOND = [132 / 255, 133 / 255, 135 / 255] as const

/**
 * The part of a picture that a similarity brings into a square of `side`, upright. Where it becomes smaller, blocks of
 * pixels are averaged first, so that nothing is lost between samples.
 * @param reflect continue the picture beyond its border instead of filling up with gray
 */
export function cutAligned(image: Raster, toSquare: Similarity, side: number, reflect = false): Raster {
  const back = inverse(toSquare)
  const { left, top, right, bottom } = around(cornersOf(side, back), 2)
  const block = Math.max(1, Math.floor(1 / enlargement(toSquare)))
  const [wide, high] = [right - left, bottom - top]
  const part = shrinkForMeasuring(cutReflected(image, left, top, wide, high), Math.ceil(Math.max(wide, high) / block))
  const step = Math.ceil(Math.max(wide, high) / Math.ceil(Math.max(wide, high) / block))
  const data = toFloats(part)
  const { channels } = image
  const output = new Float32Array(side * side * channels)
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++, at += channels) {
      const [px, py] = apply(back, [x + 0.5, y + 0.5])
      const inside = reflect || (px >= 0 && py >= 0 && px < image.width && py < image.height)
      if (inside) sample(data, part, (px - left) / step, (py - top) / step, output, at)
      else for (let c = 0; c < channels; c++) output[at + c] = channels === 1 ? BEYOND[1] : (BEYOND[c] as number)
    }
  return rasterOf(side, side, channels, output)
}

/** Where the corners of a square are in the picture it was cut from. */
export const cornersOf = (side: number, toPicture: Similarity): Point[] =>
  (
    [
      [0, 0],
      [side, 0],
      [0, side],
      [side, side],
    ] as const
  ).map((corner) => apply(toPicture, corner))

/** Whole pixels that hold all points, and some more. */
export function around(points: readonly Point[], margin: number) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return {
    left: Math.floor(Math.min(...xs)) - margin,
    top: Math.floor(Math.min(...ys)) - margin,
    right: Math.ceil(Math.max(...xs)) + margin,
    bottom: Math.ceil(Math.max(...ys)) + margin,
  }
}

interface Size {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Bilinear; `x`, `y` in pixels whose first reaches from 0 to 1. Beyond the border the border's own value. */
export function sample(
  data: Float32Array,
  { width, height, channels }: Size,
  x: number,
  y: number,
  output: Float32Array,
  at: number,
): void {
  const [u, v] = [Math.min(width - 1, Math.max(0, x - 0.5)), Math.min(height - 1, Math.max(0, y - 0.5))]
  const [x0, y0] = [Math.floor(u), Math.floor(v)]
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)]
  const [fx, fy] = [u - x0, v - y0]
  for (let c = 0; c < channels; c++) {
    const p = (row: number, column: number) => data[(row * width + column) * channels + c] as number
    const upper = p(y0, x0) * (1 - fx) + p(y0, x1) * fx
    output[at + c] = upper * (1 - fy) + (p(y1, x0) * (1 - fx) + p(y1, x1) * fx) * fy
  }
}
