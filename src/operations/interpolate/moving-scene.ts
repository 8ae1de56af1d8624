import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'

/** Pictures for tests that can be moved by any way, and how far two are from each other. */

/** A number 0..1 for a place of a grid. */
const hash = (x: number, y: number) => {
  let state = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
}
const ease = (t: number) => t * t * (3 - 2 * t)
/** Smooth noise, `cell` pixels from grain to grain. */
const hills = (x: number, y: number, cell: number) => {
  const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)]
  const [fx, fy] = [ease(x / cell - left), ease(y / cell - top)]
  const row = (v: number) => hash(left, v) * (1 - fx) + hash(left + 1, v) * fx
  return row(top) * (1 - fy) + row(top + 1) * fy
}

/** A landscape without repetition, moved by (dx, dy) pixels. */
export function scene(width: number, height: number, dx = 0, dy = 0): Raster {
  const image = createRaster(width, height, 3, false)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++, i++) {
        const [u, v] = [x - dx + 500, y - dy + 500]
        image.store[i] = 0.5 * hills(u, v, 31) + 0.3 * hills(u + 40, v, 13) + 0.2 * hills(u, v + 90 * c, 7)
      }
  return image
}
/** Root of the mean squared difference, `border` pixels left out. */
export const error = (a: Raster, b: Raster, border = 0) => {
  const [p, q] = [toFloats(a), toFloats(b)]
  let [sum, count] = [0, 0]
  for (let y = border; y < a.height - border; y++)
    for (let x = border * 3; x < (a.width - border) * 3; x++, count++)
      sum += ((p[y * a.width * 3 + x] as number) - (q[y * a.width * 3 + x] as number)) ** 2
  return Math.sqrt(sum / count)
}
