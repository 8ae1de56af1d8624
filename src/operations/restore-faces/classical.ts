import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { lumaPlane } from '../support/luma.ts'
import { bandsOf } from '../support/octaves.ts'

/** What is added to each octave of detail, finest first. */
const GAINS = [0.5, 0.7, 0.35] as const
/** Detail weaker than this many deviations of the noise is not lifted. */
const CORING = 2.5
/** No pixel may leave what its neighbours hold by more than this part of their range: no halos. */
const OVERSHOOT = 0.15
/** Of the median of absolute values of normal noise. */
const MAD = 0.6745

/**
 * Sharpening without a network: detail that stands out of the noise is lifted, octave by octave, in the light alone.
 * Nothing is there afterwards that was not there before.
 * @param face an aligned face, gray or RGB
 */
export function sharpenClassically(face: Raster): Raster {
  const { width, height, channels } = face
  const light = lumaPlane(face)
  const bands = bandsOf(light, width, height)
  const lifted = light.slice()
  bands.forEach((band, octave) => {
    const noise = CORING * deviationOf(band)
    band.forEach((value, i) => {
      // Wiener's weight: 0 within the noise, 1 far above it.
      const certain = (value * value) / (value * value + noise * noise + 1e-12)
      lifted[i] = (lifted[i] as number) + (GAINS[octave] as number) * certain * value
    })
  })
  holdBack(lifted, light, width, height)
  const data = toFloats(face)
  const output = new Float32Array(data.length)
  for (let i = 0, at = 0; i < lifted.length; i++)
    for (let c = 0; c < channels; c++, at++)
      output[at] = (data[at] as number) + (lifted[i] as number) - (light[i] as number)
  return rasterOf(width, height, channels, output)
}

/** Most of a face is calm skin: the median of the detail's size is the noise's. */
function deviationOf(band: Float32Array): number {
  const sizes = band.map(Math.abs).toSorted()
  return ((sizes[sizes.length >> 1] as number) ?? 0) / MAD
}

/** Keeps every value within the range of its 3 x 3 neighbours in `light`, and a little more. */
function holdBack(values: Float32Array, light: Float32Array, width: number, height: number): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const value = light[v * width + u] as number
          low = Math.min(low, value)
          high = Math.max(high, value)
        }
      const more = OVERSHOOT * (high - low)
      const at = y * width + x
      values[at] = Math.min(high + more, Math.max(low - more, values[at] as number))
    }
}
