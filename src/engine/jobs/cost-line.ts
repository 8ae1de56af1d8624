import type { Timings } from '../catalog/timings.ts'

export interface CostLine {
  /**
   * Seconds for `megapixels` of input. What was not measured is taken from `prior`, seconds per megapixel, and, before
   * anything was, `constant`, seconds.
   */
  seconds(key: string, megapixels: number, prior: number, constant?: number): number
  learn(key: string, megapixels: number, seconds: number): void
}

/** Measured on pictures of one size (spread below this part of their mean), no constant part can be told from a rate. */
const LEAST_SPREAD = 0.5
/** Up to this size the constant part is most of it: loading, padding to a whole tile, starting. */
const SMALL_MEGAPIXELS = 0.25

/**
 * Work takes a constant time and a time for every megapixel. Both are the least squares line through what was measured,
 * from the four means that are all it takes; they are kept in the catalog's table of means.
 */
export function costLine(timings: Timings): CostLine {
  const mean = (key: string, what: string) => timings.of(`${key} · ${what}`)
  return {
    seconds: (key, megapixels, prior, constant = 0) => {
      const x = mean(key, 'megapixels')
      const y = mean(key, 'seconds')
      const xx = mean(key, 'megapixels²')
      const xy = mean(key, 'megapixels·seconds')
      if (!x || y === undefined || xx === undefined || xy === undefined)
        return constant + (timings.of(key) ?? prior) * megapixels
      const rate = rateOf(x, y, xx - x * x, xy - x * y, prior)
      return y - rate * x + rate * megapixels
    },
    learn: (key, megapixels, seconds) => {
      if (!(megapixels > 0 && seconds >= 0 && Number.isFinite(seconds))) return
      timings.record(`${key} · megapixels`, megapixels)
      timings.record(`${key} · seconds`, seconds)
      timings.record(`${key} · megapixels²`, megapixels ** 2)
      timings.record(`${key} · megapixels·seconds`, megapixels * seconds)
    },
  }
}

/** Seconds per megapixel, from 0 to what leaves nothing for the constant part. */
function rateOf(x: number, y: number, variance: number, covariance: number, prior: number): number {
  const most = y / x
  if (variance > (LEAST_SPREAD * x) ** 2) return Math.min(most, Math.max(0, covariance / variance))
  return x < SMALL_MEGAPIXELS ? Math.min(most, prior) : most
}
