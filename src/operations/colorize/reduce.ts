import { createRaster, type Raster, readRows, toFloats } from '../../shared/image/raster.ts'
import type { RunContext, Size } from '../define.ts'
import { labOf, lightnessOfGray } from '../support/lab.ts'
import type { Reduced } from './chroma.ts'

/** Rows between two looks at whether the work is still wanted. */
const BREATH = 512

/**
 * Resamples to a small size with a triangle as wide as the reduction asks for (bilinear with antialiasing): what a
 * network is shown. Row by row, so that a picture of any size passes through.
 */
export async function reducePicture(image: Raster, size: Size, { pause }: Pick<RunContext, 'pause'>): Promise<Raster> {
  const { channels } = image
  const columns = weightsAlong(image.width, size.width)
  const lines = weightsAlong(image.height, size.height)
  const result = createRaster(size.width, size.height, channels, false)
  const store = result.store as Float32Array
  const stride = size.width * channels
  for (let y = 0; y < image.height; y++) {
    if (y % BREATH === 0) await pause()
    const wanted = lines[y] as readonly Share[]
    if (wanted.length === 0) continue
    const row = narrowed(readRows(image, y, 1), columns, stride, channels)
    for (const { to, weight } of wanted)
      for (let i = 0; i < stride; i++)
        store[to * stride + i] = (store[to * stride + i] as number) + weight * (row[i] as number)
  }
  return result
}

interface Share {
  readonly to: number
  readonly weight: number
}

/** For every large pixel, the small ones it is part of. The shares of each small one add up to 1. */
function weightsAlong(large: number, small: number): Share[][] {
  const shares: Share[][] = Array.from({ length: large }, () => [])
  const reach = Math.max(1, large / small)
  for (let to = 0; to < small; to++) {
    const centre = ((to + 0.5) * large) / small - 0.5
    const [first, last] = [Math.max(0, Math.ceil(centre - reach)), Math.min(large - 1, Math.floor(centre + reach))]
    const weights = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i - centre) / reach),
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    if (sum === 0) shares[Math.min(large - 1, Math.max(0, Math.round(centre)))]?.push({ to, weight: 1 })
    else
      for (const [i, weight] of weights.entries()) if (weight > 0) shares[first + i]?.push({ to, weight: weight / sum })
  }
  return shares
}

function narrowed(row: Float32Array, columns: readonly Share[][], stride: number, channels: number): Float32Array {
  const output = new Float32Array(stride)
  columns.forEach((shares, x) => {
    for (const { to, weight } of shares)
      for (let c = 0; c < channels; c++)
        output[to * channels + c] = (output[to * channels + c] as number) + weight * (row[x * channels + c] as number)
  })
  return output
}

/** A size of the same shape with `longer` pixels on its longer side. */
export function sizeWithin({ width, height }: Size, longer: number): Size {
  const scale = longer / Math.max(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * The lightness of a small picture. Of a toned print that of its true light: a sepia print is neither its red nor its
 * blue.
 */
export function reducedOf(small: Raster): Reduced {
  const { width, height } = small
  return { width, height, lightness: lightnessRow(toFloats(small), small.channels, width * height) }
}

/** L* 0..100 of `count` pixels. */
export function lightnessRow(data: Float32Array, channels: number, count: number): Float32Array {
  const row = new Float32Array(count)
  for (let i = 0, at = 0; i < count; i++, at += channels)
    row[i] =
      channels < 3
        ? lightnessOfGray(data[at] as number)
        : labOf(data[at] as number, data[at + 1] as number, data[at + 2] as number)[0]
  return row
}
