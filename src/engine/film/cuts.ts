/** Below this likeness two frames show different things, however much the film flickers. */
const UNLIKE = 0.6
/** A cut stands out from the motion before it so many times. */
const STANDS_OUT = 3
/** Grids whose deviation is below this (of 255) show nothing: black leader, white flash. */
const EMPTY = 3
/** Change of light, of 255, that parts two frames without a picture. */
const LIGHT_STEP = 64
const REMEMBERED = 8

/**
 * Finds cuts. Brightness and contrast are taken out first: old films flicker, and a flicker is no cut.
 * Forgets everything at a cut, so that a survey that goes on there finds the same cuts.
 */
export class CutFinder {
  #before: Float32Array | undefined
  #changes: number[] = []

  /** @param grid see light.ts @returns whether a new shot begins with this frame */
  isCut(grid: Float32Array): boolean {
    const before = this.#before
    this.#before = grid
    if (!before) return false
    const change = 1 - likeness(before, grid)
    const usual = this.#changes.toSorted((a, b) => a - b)[this.#changes.length >> 1] ?? 0
    if (change > 1 - UNLIKE && change > usual * STANDS_OUT) {
      this.#changes = []
      return true
    }
    this.#changes.push(change)
    if (this.#changes.length > REMEMBERED) this.#changes.shift()
    return false
  }
}

/** Correlation, -1..1. Of frames without a picture: 1 when both are as light, else 0. */
function likeness(a: Float32Array, b: Float32Array): number {
  const [x, y] = [momentsOf(a), momentsOf(b)]
  if (x.deviation < EMPTY || y.deviation < EMPTY) {
    const bothEmpty = x.deviation < EMPTY && y.deviation < EMPTY
    return bothEmpty && Math.abs(x.mean - y.mean) < LIGHT_STEP ? 1 : 0
  }
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - x.mean) * ((b[i] as number) - y.mean)
  return sum / a.length / (x.deviation * y.deviation)
}

function momentsOf(values: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0]
  for (const value of values) {
    sum += value
    squares += value * value
  }
  const mean = sum / values.length
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) }
}
