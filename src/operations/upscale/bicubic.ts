import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'

/** Keys' cubic convolution, a = -0.5: what "classical enlargement" means here and in the literature. */
export const cubic = (x: number): number => {
  const t = Math.abs(x)
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0
}

/** Weights of the four samples around an output phase, and the offset of the first. */
export function phaseTaps(
  phase: number,
  scale: number,
): { readonly first: number; readonly weights: readonly number[] } {
  const centre = (phase + 0.5) / scale - 0.5
  const first = Math.floor(centre) - 1
  return { first, weights: [0, 1, 2, 3].map((k) => cubic(centre - first - k)) }
}

/** A small picture `factor` times (a whole number) as large; its outermost pixels are repeated. Not clipped. */
export function enlargeBicubic(image: Raster, factor: number): Raster {
  const { width, height, channels } = image
  const wide = along(
    toFloats(image),
    { count: width, step: channels, lines: height, lineStep: width * channels, channels },
    factor,
  )
  const row = width * factor * channels
  const data = along(wide, { count: height, step: row, lines: width * factor, lineStep: channels, channels }, factor)
  return rasterOf(width * factor, height * factor, channels, data)
}

/** How samples lie along an axis. `lineStep` leads to the next line, of which there are `lines`. */
interface Axis {
  readonly count: number
  readonly step: number
  readonly lines: number
  readonly lineStep: number
  readonly channels: number
}

function along(source: Float32Array, { count, step, lines, lineStep, channels }: Axis, factor: number): Float32Array {
  const output = new Float32Array(source.length * factor)
  const taps = Array.from({ length: factor }, (_, phase) => phaseTaps(phase, factor))
  const isRow = step === channels
  // Along rows every line grows; along columns there are more lines of the same length.
  const [outStep, outLine] = isRow ? [channels, lineStep * factor] : [step, lineStep]
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < count * factor; i++) {
      const { first, weights } = taps[i % factor] as (typeof taps)[number]
      const from = Math.floor(i / factor) + first
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let k = 0; k < 4; k++) {
          const at = Math.min(count - 1, Math.max(0, from + k))
          sum += (weights[k] as number) * (source[line * lineStep + at * step + c] as number)
        }
        output[line * outLine + i * outStep + c] = sum
      }
    }
  }
  return output
}
