import { colourChannels, type Raster, toFloats } from '../../shared/image/raster.ts'

/** One channel of 0..255 values. */
export interface Plane {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
}

/**
 * Y of studio-swing BT.601 (16..235), as MATLAB's `rgb2ycbcr` and the super-resolution literature have it.
 * Not rounded. Gray counts as three equal channels; alpha is left out.
 */
export function lumaOf(image: Raster): Plane {
  const { width, height, channels } = image
  const samples = toFloats(image)
  const data = new Float32Array(width * height)
  const colours = colourChannels(image)
  for (let i = 0, at = 0; i < data.length; i++, at += channels) {
    const red = samples[at] as number
    const green = colours === 3 ? (samples[at + 1] as number) : red
    const blue = colours === 3 ? (samples[at + 2] as number) : red
    data[i] = 16 + 65.481 * red + 128.553 * green + 24.966 * blue
  }
  return { data, width, height }
}
