import { lumaPlane } from '../../operations/support/luma.ts'
import { cutReflected, type Raster, rasterOf } from '../../shared/image/raster.ts'

/** Light of one piece of a picture at its own scale: shrinking would hide noise, blocks and blur. */
export interface Patch {
  readonly light: Float32Array
  readonly width: number
  readonly height: number
}

const SIDE = 320
const PER_SIDE = 3

/** Up to nine patches spread over the picture, or the whole picture when it is small. */
export function patchesOf(image: Raster): readonly Patch[] {
  const along = (length: number) => {
    if (length <= SIDE * PER_SIDE) return { size: length, starts: [0] }
    return { size: SIDE, starts: [0.15, 0.5, 0.85].map((part) => Math.round(part * (length - SIDE))) }
  }
  const [x, y] = [along(image.width), along(image.height)]
  return y.starts.flatMap((top) =>
    x.starts.map((left) => {
      // Starts on the grid of eight that JPEG uses, so that block borders are where they are expected.
      const cut = cutReflected(image, left - (left % 8), top - (top % 8), x.size, y.size)
      return {
        light: lumaPlane(rasterOf(cut.width, cut.height, cut.channels, cut.store as Float32Array)),
        width: cut.width,
        height: cut.height,
      }
    }),
  )
}
