import type { Raster } from '../../shared/image/raster.ts'
import { lumaPlane } from '../support/luma.ts'

/** Side of the patches that are followed, in pixels of a level. */
export const PATCH = 8
/** Border of repeated pixels around a level: a patch may lie wholly outside. */
export const PAD = PATCH + 2

/** Light of one frame at one size, 0..1, with a border of `PAD` pixels; `at(x, y)` is `origin + y * stride + x`. */
export interface Level {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly origin: number
  readonly data: Float32Array
}

/** Levels smaller than this hold no motion worth looking for. */
const SMALLEST = 2 * PATCH

/** A frame at full size, half, a quarter ... down to about two patches. */
export function levelsOf(image: Raster): Level[] {
  let { width, height } = image
  let plane = lumaPlane(image)
  const levels = [padded(plane, width, height)]
  while (Math.min(width, height) >= 2 * SMALLEST) {
    plane = halved(plane, width, height)
    width >>= 1
    height >>= 1
    levels.push(padded(plane, width, height))
  }
  return levels
}

function padded(plane: Float32Array, width: number, height: number): Level {
  const stride = width + 2 * PAD
  const data = new Float32Array(stride * (height + 2 * PAD))
  for (let y = -PAD, at = 0; y < height + PAD; y++, at += stride) {
    const row = Math.min(height - 1, Math.max(0, y)) * width
    data.fill(plane[row] as number, at, at + PAD)
    data.set(plane.subarray(row, row + width), at + PAD)
    data.fill(plane[row + width - 1] as number, at + PAD + width, at + stride)
  }
  return { width, height, stride, origin: PAD * stride + PAD, data }
}

/** Means of 2 x 2 pixels; an odd last row or column is left out. */
function halved(plane: Float32Array, width: number, height: number): Float32Array {
  const [w, h] = [width >> 1, height >> 1]
  const small = new Float32Array(w * h)
  for (let y = 0, i = 0; y < h; y++)
    for (let x = 0, at = 2 * y * width; x < w; x++, i++, at += 2)
      small[i] =
        ((plane[at] as number) +
          (plane[at + 1] as number) +
          (plane[at + width] as number) +
          (plane[at + width + 1] as number)) /
        4
  return small
}
