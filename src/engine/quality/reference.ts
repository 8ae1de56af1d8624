import { labOf } from '../../operations/support/lab.ts'
import { type Raster, toFloats } from '../../shared/image/raster.ts'
import { deltaE2000 } from './delta-e.ts'
import { lumaOf, type Plane } from './luma.ts'
import { gaussian, smooth } from './window.ts'

const PSNR_MAX = 100

/** PSNR of Y in dB, no border left out, at most 100. */
export function psnrY(a: Raster, b: Raster): number {
  const [x, y] = [lumaOf(a).data, lumaOf(b).data]
  const squares = x.reduce((sum, value, i) => sum + (value - (y[i] as number)) ** 2, 0)
  return Math.min(PSNR_MAX, 10 * Math.log10((255 * 255 * x.length) / Math.max(squares, 1e-9)))
}

/** Structural similarity of Y (Wang, Bovik, Sheikh, Simoncelli 2004): 11 x 11 Gaussian, mean over windows that fit. */
export function ssimY(a: Raster, b: Raster): number {
  const [x, y] = [lumaOf(a), lumaOf(b)]
  const window = gaussian(5, 1.5)
  const mean = (make: (i: number) => number) =>
    smooth({ ...x, data: Float32Array.from({ length: x.data.length }, (_, i) => make(i)) }, window)
  const at = (plane: Plane, i: number) => plane.data[i] as number
  const [mx, my] = [mean((i) => at(x, i)), mean((i) => at(y, i))]
  const [xx, yy] = [mean((i) => at(x, i) ** 2), mean((i) => at(y, i) ** 2)]
  const xy = mean((i) => at(x, i) * at(y, i))
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]
  const border = Math.min(5, Math.floor((Math.min(x.width, x.height) - 1) / 2))
  let [sum, count] = [0, 0]
  for (let row = border; row < x.height - border; row++) {
    for (let i = row * x.width + border; i < (row + 1) * x.width - border; i++) {
      const [p, q] = [mx[i] as number, my[i] as number]
      const [vx, vy, covariance] = [(xx[i] as number) - p * p, (yy[i] as number) - q * q, (xy[i] as number) - p * q]
      sum += ((2 * p * q + c1) * (2 * covariance + c2)) / ((p * p + q * q + c1) * (vx + vy + c2))
      count++
    }
  }
  return sum / count
}

/** Mean colour difference, CIEDE2000, of two pictures taken as sRGB. */
export function ciede2000(a: Raster, b: Raster): number {
  const [x, y] = [toFloats(a), toFloats(b)]
  const pixels = a.width * a.height
  let sum = 0
  for (let i = 0; i < pixels; i++) sum += deltaE2000(labAt(x, i, a.channels), labAt(y, i, b.channels))
  return sum / pixels
}

function labAt(data: Float32Array, pixel: number, channels: number) {
  const at = pixel * channels
  const red = data[at] as number
  return channels < 3 ? labOf(red, red, red) : labOf(red, data[at + 1] as number, data[at + 2] as number)
}
