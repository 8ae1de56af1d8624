import { clamp01, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession } from '../define.ts'
import { enlargeBicubic } from './bicubic.ts'
import type { Factor } from './networks.ts'

/** Y of MATLAB's rgb2ycbcr, 0..1: 16/255 is black, 235/255 is white. */
const [RED, GREEN, BLUE] = [65.481 / 255, 128.553 / 255, 24.966 / 255] as const
const [BLACK, RANGE] = [16 / 255, 219 / 255] as const

/** Light as SRCNN and FSRCNN know it. */
export function matlabLight(image: Raster): Raster {
  const { width, height, channels } = image
  const data = toFloats(image)
  const light = new Float32Array(width * height)
  for (let i = 0, at = 0; i < light.length; i++, at += channels)
    light[i] =
      channels === 1
        ? BLACK + RANGE * (data[at] as number)
        : BLACK + RED * (data[at] as number) + GREEN * (data[at + 1] as number) + BLUE * (data[at + 2] as number)
  return rasterOf(width, height, 1, light)
}

/** SRCNN sees light that is enlarged already, FSRCNN the small light. Colour is enlarged classically beside them. */
export async function enlargeClassically(
  session: ModelSession,
  tile: Raster,
  factor: Factor,
  style: 'srcnn' | 'fsrcnn',
): Promise<Raster> {
  const bicubic = enlargeBicubic(tile, factor)
  const before = matlabLight(bicubic)
  const after = await session.run(style === 'srcnn' ? before : matlabLight(tile))
  const [old, light] = [toFloats(before), toFloats(after)]
  // With both colour differences kept, all three channels change by the same amount.
  const data = toFloats(bicubic).map((value, i) => {
    const pixel = Math.floor(i / bicubic.channels)
    return clamp01(value + ((light[pixel] as number) - (old[pixel] as number)) / RANGE)
  })
  return rasterOf(bicubic.width, bicubic.height, bicubic.channels, data)
}
