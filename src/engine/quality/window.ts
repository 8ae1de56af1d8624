import type { Plane } from './luma.ts'

/** A normalised Gaussian of `2 radius + 1` samples. */
export function gaussian(radius: number, sigma: number): Float64Array {
  const window = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2))
  const sum = window.reduce((total, value) => total + value, 0)
  return window.map((value) => value / sum)
}

const clamp = (index: number, length: number) => (index < 0 ? 0 : index < length ? index : length - 1)

/** Weighted mean around every pixel, edge pixels repeated. */
export function smooth({ data, width, height }: Plane, window: Float64Array): Float64Array {
  const radius = (window.length - 1) / 2
  const across = new Float64Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let k = -radius; k <= radius; k++) {
        sum += (window[k + radius] as number) * (data[y * width + clamp(x + k, width)] as number)
      }
      across[y * width + x] = sum
    }
  }
  const output = new Float64Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let k = -radius; k <= radius; k++) {
      const weight = window[k + radius] as number
      const from = clamp(y + k, height) * width
      for (let x = 0; x < width; x++) {
        output[y * width + x] = (output[y * width + x] as number) + weight * (across[from + x] as number)
      }
    }
  }
  return output
}
