/** The octaves of detail in which grain of film, paper and scanners lives: pixels apart that their blurs reach. */
const STEPS = [1, 2, 4] as const
export const BANDS = STEPS.length
/** Context the bands of a pixel depend on. */
export const BAND_REACH = 7

/**
 * The finest octaves of a plane, finest first: what is lost from one degree of blur to the next (an undecimated wavelet
 * with binomial taps, spread further each time). Edges are repeated.
 */
export function bandsOf(plane: Float32Array, width: number, height: number): Float32Array[] {
  let sharper = plane
  return STEPS.map((step) => {
    const softer = blur(sharper, width, height, step)
    const band = sharper.map((value, i) => value - (softer[i] as number))
    sharper = softer
    return band
  })
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

const SIDE = 32
const energy = (band: Float32Array) => band.reduce((sum, value) => sum + value * value, 0)

/**
 * `LEAKS[i][j]`: variance that one unit of white noise, cut to band j, shows when it is measured in band i. Bands
 * overlap: noise made for one is found in its neighbours, too.
 */
const LEAKS: readonly (readonly number[])[] = (() => {
  const impulse = new Float32Array(SIDE * SIDE)
  impulse[(SIDE / 2) * SIDE + SIDE / 2] = 1
  const made = bandsOf(impulse, SIDE, SIDE).map((band) => bandsOf(band, SIDE, SIDE).map(energy))
  return made.map((_, i) => made.map((row) => row[i] as number))
})()

/** Gains for white noises cut to the bands so that, added, they measure as strong as asked for in every band. */
export function gainsFor(deviations: readonly number[]): number[] {
  const variances = deviations.map((value) => value * value)
  const gains = variances.map((value, i) => value / (LEAKS[i]?.[i] as number))
  // Gauss-Seidel, held above zero: the matrix is dominated by its diagonal.
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < gains.length; i++) {
      const row = LEAKS[i] as readonly number[]
      const others = row.reduce((sum, leak, j) => sum + (j === i ? 0 : leak * (gains[j] as number)), 0)
      gains[i] = Math.max(0, ((variances[i] as number) - others) / (row[i] as number))
    }
  }
  return gains.map(Math.sqrt)
}
