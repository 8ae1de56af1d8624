import { LUMA, type Raster, toFloats } from '../../shared/image/raster.ts'

/** Light of one pixel whose samples start at `at`: gray itself, or Rec. 709 luma of encoded RGB. Alpha is passed over. */
export const lumaAt = (data: Float32Array, at: number, channels: number): number =>
  channels < 3
    ? (data[at] as number)
    : LUMA[0] * (data[at] as number) + LUMA[1] * (data[at + 1] as number) + LUMA[2] * (data[at + 2] as number)

/** Light of every pixel of a small raster. */
export function lumaPlane(image: Raster): Float32Array {
  const { channels, width, height } = image
  const data = toFloats(image)
  const plane = new Float32Array(width * height)
  for (let i = 0; i < plane.length; i++) plane[i] = lumaAt(data, i * channels, channels)
  return plane
}

/** The value below which `part` (0..1) of sorted numbers lie. */
export function percentile(sorted: Float32Array, part: number): number {
  if (sorted.length === 0) return 0
  const at = part * (sorted.length - 1)
  const low = Math.floor(at)
  const from = sorted[low] as number
  return from + ((sorted[Math.min(sorted.length - 1, low + 1)] as number) - from) * (at - low)
}
