import { createRaster, type Raster, reflect, toFloats } from '../../src/shared/image/raster.ts'

/**
 * MATLAB's `imresize(..., 'bicubic')` for shrinking by a whole factor, which the super-resolution literature takes as
 * *the* way to make low-resolution test pictures: Keys' cubic with a = -0.5, stretched by the factor (antialiased),
 * weights normalised, borders mirrored with the edge repeated, result rounded to 8 bits.
 * @param image samples 0..1; sides must be multiples of `factor`
 */
export function shrinkLikeMatlab(image: Raster, factor: number): Raster {
  const rows = resample(toFloats(image), image.width, image.height, image.channels, factor, 'vertical')
  const both = resample(rows, image.width, image.height / factor, image.channels, factor, 'horizontal')
  const result = createRaster(image.width / factor, image.height / factor, image.channels, false)
  for (let i = 0; i < both.length; i++)
    result.store[i] = Math.min(255, Math.max(0, Math.round((both[i] as number) * 255))) / 255
  return result
}

const cubic = (x: number): number => {
  const d = Math.abs(x)
  if (d <= 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0
}

interface Tap {
  readonly from: number
  readonly weight: number
}

/** Source positions and weights of each output position along an axis of `length` pixels. */
function tapsOf(length: number, factor: number): Tap[][] {
  return Array.from({ length: length / factor }, (_, out) => {
    const centre = (out + 0.5) * factor - 0.5
    const first = Math.floor(centre - 2 * factor) + 1
    const raw = Array.from({ length: 4 * factor }, (_, k) => ({
      from: mirror(first + k, length),
      weight: cubic((first + k - centre) / factor),
    }))
    const sum = raw.reduce((total, tap) => total + tap.weight, 0)
    return raw.map((tap) => ({ from: tap.from, weight: tap.weight / sum }))
  })
}

/** Mirrors with the edge pixel repeated, as MATLAB does: -1 becomes 0. */
function mirror(index: number, length: number): number {
  const doubled = reflect(2 * index + 1, 2 * length + 1)
  return (doubled - 1) / 2
}

function resample(
  source: Float32Array,
  width: number,
  height: number,
  channels: number,
  factor: number,
  axis: 'vertical' | 'horizontal',
): Float32Array {
  const taps = tapsOf(axis === 'vertical' ? height : width, factor)
  const outWidth = axis === 'vertical' ? width : width / factor
  const outHeight = axis === 'vertical' ? height / factor : height
  const output = new Float32Array(outWidth * outHeight * channels)
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const along = (axis === 'vertical' ? taps[y] : taps[x]) as Tap[]
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (const { from, weight } of along) {
          const at = axis === 'vertical' ? (from * width + x) * channels : (y * width + from) * channels
          sum += weight * (source[at + c] as number)
        }
        output[(y * outWidth + x) * channels + c] = sum
      }
    }
  return output
}
