import type { Size } from './mask.ts'

/** Distances are in thirds of a pixel (a chamfer of 3 and 4), at most this many: 85 pixels. */
const MOST = 255
export const STEP = 3

/**
 * Distance of every pixel to the nearest one that is not `inside`, in thirds of a pixel and within 8 % of the straight
 * one; what lies beyond the frame is nowhere: a hole at the border is as deep as it is from its inner edge.
 */
export function depths(inside: (index: number) => boolean, { width, height }: Size): Uint8Array {
  const depth = new Uint8Array(width * height)
  const least = (i: number, x: number, from: number, side: number) => {
    let best = depth[i] as number
    const look = (at: number, cost: number) => {
      const value = (depth[at] as number) + cost
      if (value < best) best = value
    }
    if (from >= 0 && from < depth.length) {
      look(from, STEP)
      if (x > 0) look(from - 1, STEP + 1)
      if (x < width - 1) look(from + 1, STEP + 1)
    }
    if (x + side >= 0 && x + side < width) look(i + side, STEP)
    depth[i] = best
  }
  for (let i = 0; i < depth.length; i++) depth[i] = inside(i) ? MOST : 0
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) if (depth[i] !== 0) least(i, x, i - width, -1)
  for (let y = height - 1, i = depth.length - 1; y >= 0; y--)
    for (let x = width - 1; x >= 0; x--, i--) if (depth[i] !== 0) least(i, x, i + width, 1)
  return depth
}
