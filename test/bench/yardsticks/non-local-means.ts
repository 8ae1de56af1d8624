import { createRaster, type Raster, reflect, toFloats } from '../../../src/shared/image/raster.ts'

/**
 * A. Buades, B. Coll, J.-M. Morel, _Non-Local Means Denoising_, IPOL 2011, for colour: patches of 5 x 5 compared in a
 * window of 21 x 21 with the parameters recommended there for this noise.
 * @param sigma of the noise, 0..1
 */
export function nonLocalMeans(image: Raster, sigma: number): Raster {
  const { width, height, channels } = image
  const [half, reach] = [2, 10]
  const h = (sigma * 255 <= 25 ? 0.55 : 0.4) * sigma
  const data = toFloats(image)
  const pad = half + reach
  const [wide, high] = [width + 2 * pad, height + 2 * pad]
  const padded = new Float32Array(wide * high * channels)
  for (let y = 0, at = 0; y < high; y++)
    for (let x = 0; x < wide; x++)
      for (let c = 0; c < channels; c++, at++)
        padded[at] = data[(reflect(y - pad, height) * width + reflect(x - pad, width)) * channels + c] as number
  const sums = new Float64Array(width * height * channels)
  const weights = new Float64Array(width * height)
  // One shift at a time: patch distances are then sums over a box, kept running along a row.
  const squares = new Float64Array((width + 2 * half) * (height + 2 * half))
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const stride = width + 2 * half
      for (let y = 0; y < height + 2 * half; y++) {
        for (let x = 0; x < stride; x++) {
          let square = 0
          const a = ((y + reach) * wide + x + reach) * channels
          const b = ((y + reach + dy) * wide + x + reach + dx) * channels
          for (let c = 0; c < channels; c++) square += ((padded[a + c] as number) - (padded[b + c] as number)) ** 2
          squares[y * stride + x] = square
        }
      }
      addShift(squares, { width, height, half, channels, h, sigma }, weights, sums, (i, c) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        return padded[((y + pad + dy) * wide + x + pad + dx) * channels + c] as number
      })
    }
  }
  const result = createRaster(width, height, channels, false)
  for (let i = 0; i < sums.length; i++)
    result.store[i] = (sums[i] as number) / (weights[Math.floor(i / channels)] as number)
  return result
}

interface Shift {
  readonly width: number
  readonly height: number
  readonly half: number
  readonly channels: number
  readonly h: number
  readonly sigma: number
}

function addShift(
  squares: Float64Array,
  { width, height, half, channels, h, sigma }: Shift,
  weights: Float64Array,
  sums: Float64Array,
  value: (pixel: number, channel: number) => number,
): void {
  const stride = width + 2 * half
  const side = 2 * half + 1
  const columns = new Float64Array(stride)
  for (let y = 0; y < height; y++) {
    columns.fill(0)
    for (let v = 0; v < side; v++)
      for (let x = 0; x < stride; x++) columns[x] = (columns[x] as number) + (squares[(y + v) * stride + x] as number)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let u = 0; u < side; u++) sum += columns[x + u] as number
      const mean = sum / (side * side * channels)
      const weight = Math.exp(-Math.max(mean - 2 * sigma * sigma, 0) / (h * h))
      if (weight < 1e-4) continue
      const i = y * width + x
      weights[i] = (weights[i] as number) + weight
      for (let c = 0; c < channels; c++)
        sums[i * channels + c] = (sums[i * channels + c] as number) + weight * value(i, c)
    }
  }
}
