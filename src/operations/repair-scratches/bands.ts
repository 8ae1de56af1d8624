/** Context the bands of a pixel depend on. */
export const BAND_REACH = 3

/** Fine and middling detail of a plane: what is left between three degrees of blur. */
export interface Bands {
  readonly fine: Float32Array
  readonly middle: Float32Array
}

/**
 * Splits the two finest octaves off a plane (an undecimated wavelet: binomial taps, the second time spread by two).
 * Grain of film and paper lives here; edges are repeated.
 */
export function bandsOf(plane: Float32Array, width: number, height: number): Bands {
  const once = blur(plane, width, height, 1)
  const twice = blur(once, width, height, 2)
  const fine = plane.map((value, i) => value - (once[i] as number))
  const middle = once.map((value, i) => value - (twice[i] as number))
  return { fine, middle }
}

/** [1 2 1] / 4 in both directions, its taps `step` apart. */
function blur(plane: Float32Array, width: number, height: number, step: number): Float32Array {
  const rows = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) {
      const [before, after] = [Math.max(0, x - step), Math.min(width - 1, x + step)]
      rows[row + x] =
        ((plane[row + before] as number) + 2 * (plane[row + x] as number) + (plane[row + after] as number)) / 4
    }
  }
  const output = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) {
    const [above, row, below] = [Math.max(0, y - step) * width, y * width, Math.min(height - 1, y + step) * width]
    for (let x = 0; x < width; x++)
      output[row + x] = ((rows[above + x] as number) + 2 * (rows[row + x] as number) + (rows[below + x] as number)) / 4
  }
  return output
}

const SIDE = 16
/** Deviations of both bands of white noise of deviation 1: the answer to a single one, squared and summed. */
export const UNIT: { readonly fine: number; readonly middle: number } = (() => {
  const impulse = new Float32Array(SIDE * SIDE)
  impulse[(SIDE / 2) * SIDE + SIDE / 2] = 1
  const { fine, middle } = bandsOf(impulse, SIDE, SIDE)
  const energy = (band: Float32Array) => Math.sqrt(band.reduce((sum, value) => sum + value * value, 0))
  return { fine: energy(fine), middle: energy(middle) }
})()
