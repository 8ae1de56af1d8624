import type { NetworkPlanes } from '../define.ts'
import type { Chroma } from './chroma.ts'

/** A grid of colours: `count` x `count` bins of a* and b*, a* outermost, `step` apart, centred on gray. */
export interface Bins {
  readonly step: number
  readonly count: number
}

/** Colour of the middle of a bin along one axis. */
export const centreOf = ({ step, count }: Bins, index: number): number => (index - (count - 1) / 2) * step

/** How logits become a colour. */
export interface Decoding {
  /** 1 takes the mean of all that is possible, which is dull; towards 0 the likeliest alone. */
  readonly temperature: number
  /** Factor of the colours. */
  readonly gain: number
  /** Where the guess is to lean, in logits per unit of a* and b*, of the size of the output; undefined: nowhere. */
  readonly lean: Chroma | undefined
}

/**
 * The annealed mean of each pixel's distribution (R. Zhang, P. Isola, A. Efros, _Colorful image colorization_, 2016).
 * A lean tilts the distribution before: of several likely colours it picks one, where there is only one it does nothing.
 * @param logits of the network, `count` squared planes
 * @param width of the part that is wanted, from the top left corner; `height` alike
 */
export function decodeBins(
  logits: NetworkPlanes,
  bins: Bins,
  { width, height }: { readonly width: number; readonly height: number },
  { temperature, gain, lean }: Decoding,
): Chroma {
  const classes = bins.count * bins.count
  const area = logits.width * logits.height
  const centres = Float64Array.from({ length: bins.count }, (_, i) => centreOf(bins, i))
  const weights = new Float64Array(classes)
  const [a, b] = [new Float32Array(width * height), new Float32Array(width * height)]
  for (let i = 0; i < a.length; i++) {
    const at = Math.floor(i / width) * logits.width + (i % width)
    const [toA, toB] = [lean?.a[i] ?? 0, lean?.b[i] ?? 0]
    let most = Number.NEGATIVE_INFINITY
    for (let k = 0; k < classes; k++) {
      const [ca, cb] = [centres[Math.floor(k / bins.count)] as number, centres[k % bins.count] as number]
      const value = (logits.data[k * area + at] as number) + toA * ca + toB * cb
      weights[k] = value
      if (value > most) most = value
    }
    let [sum, sumA, sumB] = [0, 0, 0]
    for (let k = 0; k < classes; k++) {
      const weight = Math.exp(((weights[k] as number) - most) / temperature)
      sum += weight
      sumA += weight * (centres[Math.floor(k / bins.count)] as number)
      sumB += weight * (centres[k % bins.count] as number)
    }
    a[i] = (gain * sumA) / sum
    b[i] = (gain * sumB) / sum
  }
  return { width, height, a, b }
}
