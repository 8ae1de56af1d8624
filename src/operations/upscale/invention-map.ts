import { clamp01, LUMA, mapBands, type Raster, readRows } from '../../shared/image/raster.ts'

/** A departure of this much from the classical enlargement (32 of 255 levels) counts as fully invented. */
const FULL = 32 / 255

/** Keys' cubic convolution, a = -0.5: what "classical enlargement" means here. */
const cubic = (x: number): number => {
  const t = Math.abs(x)
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0
}

/** Weights of the four samples around an output phase, and the offset of the first. */
function phaseTaps(phase: number, scale: number): { readonly first: number; readonly weights: readonly number[] } {
  const centre = (phase + 0.5) / scale - 0.5
  const first = Math.floor(centre) - 1
  return { first, weights: [0, 1, 2, 3].map((k) => cubic(centre - first - k)) }
}

/**
 * How far the network departed from a bicubic enlargement, at input resolution: 0 where it only interpolated, 1 where
 * it put in (or took out) 32 levels of light. Every input pixel is judged at one of its output pixels, the phase
 * changing from pixel to pixel, which sees all that a full comparison sees and costs a few milliseconds.
 *
 * @param enlarged `scale` times as large as `image`; `scale` a whole number
 */
export function inventionMap(image: Raster, enlarged: Raster, scale: number): Raster {
  const phases = Array.from({ length: scale }, (_, phase) => phaseTaps(phase, scale))
  const { width, height } = image
  const raw = mapBands(
    image,
    (output, { top, rows }) => {
      for (let y = top; y < top + rows; y++) {
        const phaseY = y % scale
        const tapsY = phases[phaseY] as (typeof phases)[number]
        const lumas = tapsY.weights.map((_, k) => lumaRow(image, clampIndex(y + tapsY.first + k, height)))
        const column = blend(lumas, tapsY.weights)
        const got = readRows(enlarged, y * scale + phaseY, 1)
        for (let x = 0; x < width; x++) {
          // A diagonal pattern of phases: neighbours look at different corners of their pixel.
          const phaseX = (x + Math.floor(y / scale)) % scale
          const tapsX = phases[phaseX] as (typeof phases)[number]
          let expected = 0
          for (let k = 0; k < 4; k++) {
            expected += (tapsX.weights[k] as number) * (column[clampIndex(x + tapsX.first + k, width)] as number)
          }
          const found = lumaAt(got, (x * scale + phaseX) * enlarged.channels, enlarged.channels)
          output[(y - top) * width + x] = clamp01(Math.abs(found - expected) / FULL)
        }
      }
    },
    1,
  )
  return raw
}

const clampIndex = (index: number, length: number) => (index < 0 ? 0 : index < length ? index : length - 1)

const lumaAt = (data: Float32Array, at: number, channels: number): number =>
  channels < 3
    ? (data[at] as number)
    : LUMA[0] * (data[at] as number) + LUMA[1] * (data[at + 1] as number) + LUMA[2] * (data[at + 2] as number)

function lumaRow(image: Raster, y: number): Float32Array {
  const row = readRows(image, y, 1)
  const luma = new Float32Array(image.width)
  for (let x = 0; x < image.width; x++) luma[x] = lumaAt(row, x * image.channels, image.channels)
  return luma
}

function blend(rows: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const output = new Float32Array((rows[0] as Float32Array).length)
  rows.forEach((row, k) => {
    const weight = weights[k] as number
    for (let x = 0; x < output.length; x++) output[x] = (output[x] as number) + weight * (row[x] as number)
  })
  return output
}
