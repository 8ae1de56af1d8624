const BINS = 512

/** What is known of "result value -> scan value" in one channel: sums per bin of result values. */
export interface CurveSums {
  readonly count: Float64Array
  readonly result: Float64Array
  readonly scan: Float64Array
}

export const emptySums = (): CurveSums => ({
  count: new Float64Array(BINS),
  result: new Float64Array(BINS),
  scan: new Float64Array(BINS),
})

const binOf = (value: number) => (value <= 0 ? 0 : value >= 1 ? BINS - 1 : Math.floor(value * BINS))

/** Which samples are looked at: one channel of interleaved ones, masked pixels left out. */
export interface Samples {
  readonly result: Float32Array
  readonly scan: Float32Array
  readonly channel: number
  readonly channels: number
  /** Per pixel: anything but 0 leaves it out. */
  readonly masked: Uint8Array | undefined
}

export function addToSums(sums: CurveSums, { result, scan, channel, channels, masked }: Samples): void {
  const { count, result: results, scan: scans } = sums
  for (let i = channel, pixel = 0; i < result.length; i += channels, pixel++) {
    if (masked && masked[pixel] !== 0) continue
    const value = result[i] as number
    const bin = binOf(value)
    count[bin] = (count[bin] as number) + 1
    results[bin] = (results[bin] as number) + value
    scans[bin] = (scans[bin] as number) + (scan[i] as number)
  }
}

/** Squared differences between the scan and the result under the curve. */
export function sumErrors(curve: Float64Array, samples: Samples): { readonly squares: number; readonly count: number } {
  const { result, scan, channel, channels, masked } = samples
  let [squares, count] = [0, 0]
  for (let i = channel, pixel = 0; i < result.length; i += channels, pixel++) {
    if (masked && masked[pixel] !== 0) continue
    const error = curveAt(curve, result[i] as number) - (scan[i] as number)
    squares += error * error
    count++
  }
  return { squares, count }
}

function curveAt(table: Float64Array, value: number): number {
  const at = value <= 0 ? 0 : value >= 1 ? STEPS : value * STEPS
  const low = at >= STEPS ? STEPS - 1 : Math.floor(at)
  const from = table[low] as number
  return from + ((table[low + 1] as number) - from) * (at - low)
}

/** A run of bins that share one value after pooling. */
interface Block {
  weight: number
  value: number
  bins: number
}

/** Pool adjacent violators: the never-falling sequence nearest to `values` in the weighted least-squares sense. */
export function isotonic(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: Block[] = []
  values.forEach((value, i) => {
    let block: Block = { value, weight: weights[i] as number, bins: 1 }
    for (let last = blocks.at(-1); last && last.value > block.value; last = blocks.at(-1)) {
      blocks.pop()
      const weight = last.weight + block.weight
      const mean = (last.value * last.weight + block.value * block.weight) / weight
      block = { value: mean, weight, bins: last.bins + block.bins }
    }
    blocks.push(block)
  })
  return blocks.flatMap(({ value, bins }) => Array.from({ length: bins }, () => value))
}

/**
 * The never-falling curve that takes result values nearest to scan values.
 * @returns its values at 0, 1/4096 .. 1: straight between the means of filled bins, flat beyond the outermost
 */
export function fitCurve({ count, result, scan }: CurveSums): Float64Array {
  const filled = Array.from(count.keys()).filter((bin) => (count[bin] as number) > 0)
  const weights = filled.map((bin) => count[bin] as number)
  const xs = filled.map((bin) => (result[bin] as number) / (count[bin] as number))
  const ys = isotonic(
    filled.map((bin) => (scan[bin] as number) / (count[bin] as number)),
    weights,
  )
  return tabulate(xs, ys)
}

/** Fine enough that every 12-bit value keeps its own place. */
const STEPS = 4096

function tabulate(xs: readonly number[], ys: readonly number[]): Float64Array {
  const table = new Float64Array(STEPS + 1)
  let right = 0
  for (let i = 0; i <= STEPS; i++) {
    const x = i / STEPS
    while (right < xs.length && (xs[right] as number) < x) right++
    const [x0, x1] = [xs[right - 1], xs[right]]
    const [y0, y1] = [ys[right - 1], ys[right]]
    if (x0 === undefined || y0 === undefined) table[i] = y1 ?? x
    else if (x1 === undefined || y1 === undefined) table[i] = y0
    else table[i] = y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
  }
  return table
}
