import { bandsOf } from '../support/octaves.ts'

/** Context that the fine part of a pixel depends on: the two finest octaves. */
export const GRAIN_REACH = 3
/** Grain lies within this many deviations; what departs further was a speck, or detail. */
export const LARGEST_GRAIN = 3

/**
 * The grain in what a cleaner took away: only its two finest octaves, so that blotches do not come back, and never more
 * than noise is strong, so that neither dust nor damage does.
 */
export function fineOf(
  before: Float32Array,
  cleaned: Float32Array,
  width: number,
  height: number,
  largest: number,
): Float32Array {
  const taken = before.map((value, i) => value - (cleaned[i] as number))
  const [finest, fine] = bandsOf(taken, width, height) as [Float32Array, Float32Array]
  return finest.map((value, i) => Math.min(largest, Math.max(-largest, value + (fine[i] as number))))
}
