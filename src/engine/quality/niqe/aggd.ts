/** Asymmetric generalised Gaussian: shape and both spreads. */
export interface Aggd {
  readonly alpha: number
  readonly left: number
  readonly right: number
}

const COEFFICIENTS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** The gamma function for positive numbers (Lanczos, g = 7: 15 digits). */
export function gamma(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  const t = x + 6.5
  const sum = COEFFICIENTS.reduce<number>((total, c, i) => (i === 0 ? c : total + c / (x - 1 + i)), 0)
  return Math.sqrt(2 * Math.PI) * t ** (x - 0.5) * Math.exp(-t) * sum
}

export const gammaRatio = (alpha: number): number => gamma(2 / alpha) / gamma(1 / alpha)

/** Shapes 0.2 to 10 in steps of 0.001, and the moment ratio each has: rising. */
const table = (() => {
  const alphas = Float64Array.from({ length: 9801 }, (_, i) => 0.2 + i * 0.001)
  return { alphas, ratios: alphas.map((a) => gamma(2 / a) ** 2 / (gamma(1 / a) * gamma(3 / a))) }
})()

/** Fits by moments. NaN where a block has no variation: such blocks are left out later. */
export function fitAggd(values: Float64Array): Aggd {
  let [absolute, squares, negative, positive, below, above] = [0, 0, 0, 0, 0, 0]
  for (const value of values) {
    const square = value * value
    absolute += Math.abs(value)
    squares += square
    if (value < 0) {
      negative += square
      below++
    } else if (value > 0) {
      positive += square
      above++
    }
  }
  const [leftDeviation, rightDeviation] = [Math.sqrt(negative / below), Math.sqrt(positive / above)]
  const skew = leftDeviation / rightDeviation
  const ratio = (absolute / values.length) ** 2 / (squares / values.length)
  const wanted = (ratio * (skew ** 3 + 1) * (skew + 1)) / (skew ** 2 + 1) ** 2
  const alpha = Number.isNaN(wanted) ? Number.NaN : nearestAlpha(wanted)
  const spread = Math.sqrt(gamma(1 / alpha) / gamma(3 / alpha))
  return { alpha, left: leftDeviation * spread, right: rightDeviation * spread }
}

function nearestAlpha(ratio: number): number {
  const { alphas, ratios } = table
  let [low, high] = [0, ratios.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((ratios[middle] as number) < ratio) low = middle
    else high = middle
  }
  const isLow = Math.abs((ratios[low] as number) - ratio) <= Math.abs((ratios[high] as number) - ratio)
  return alphas[isLow ? low : high] as number
}
