import { AREA, forward8, inverse8, SIZE } from './dct.ts'

/**
 * Removes noise from a plane: every 8 x 8 block on a grid of `stride` pixels is transformed, coefficients that noise
 * could have made are dropped, and the overlapping answers are averaged, those with fewer coefficients left counting
 * more (Yu and Sapiro, "DCT image denoising", IPOL 2011; weights after Guleryuz 2007).
 *
 * The transform is separable and averaging is linear, so the vertical half is done once per column of a strip of eight
 * rows, forwards before and backwards after all blocks of the strip, and blocks do only the horizontal half.
 *
 * @param limits per frequency: coefficients smaller than this are noise
 * @returns a new plane; what no block reaches (a side of less than eight pixels) is kept
 */
export function shrinkPlane(
  plane: Float32Array,
  width: number,
  height: number,
  limits: Float32Array,
  stride: number,
): Float32Array {
  if (width < SIZE || height < SIZE) return plane.slice()
  const sums = new Float32Array(plane.length)
  const weights = new Float32Array(plane.length)
  const strip = createStrip(width)
  const columns = starts(width, stride)
  for (const y of starts(height, stride)) {
    transformColumns(plane, width, y, strip)
    for (const x of columns) shrinkBlock(strip, x, limits)
    addStrip(strip, sums, weights, width, y)
  }
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) / (weights[i] as number)
  return sums
}

/** Eight rows of a picture, vertically transformed: `[frequency * width + x]`. */
interface Strip {
  readonly width: number
  readonly input: Float64Array
  /** Weighted sums of the blocks' answers. */
  readonly output: Float64Array
  /** Sum of weights per column. */
  readonly weights: Float64Array
  readonly block: Float64Array
}

const createStrip = (width: number): Strip => ({
  width,
  input: new Float64Array(SIZE * width),
  output: new Float64Array(SIZE * width),
  weights: new Float64Array(width),
  block: new Float64Array(AREA),
})

/** First pixels of the blocks along one side; the last block ends at the edge. */
function starts(length: number, stride: number): readonly number[] {
  const last = length - SIZE
  const regular = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride)
  return last % stride === 0 ? regular : [...regular, last]
}

function transformColumns(plane: Float32Array, width: number, top: number, { input, output, weights }: Strip): void {
  const from = top * width
  for (let i = 0; i < input.length; i++) input[i] = plane[from + i] as number
  for (let x = 0; x < width; x++) forward8(input, x, width, input, x, width)
  output.fill(0)
  weights.fill(0)
}

function shrinkBlock({ width, input, output, weights, block }: Strip, x: number, limits: Float32Array): void {
  let total = 0
  /** One bit per row that still holds something. */
  let filled = 0
  for (let v = 0; v < SIZE; v++) {
    const row = v * SIZE
    forward8(input, v * width + x, 1, block, row, 1)
    let kept = 0
    for (let i = row; i < row + SIZE; i++) {
      const value = block[i] as number
      const limit = limits[i] as number
      // The mean of the block (i = 0) always stays.
      if (i > 0 && value < limit && value > -limit) block[i] = 0
      else kept++
    }
    if (kept > 0) filled |= 1 << v
    total += kept
  }
  const weight = 1 / total
  for (let v = 0; v < SIZE; v++) {
    if ((filled & (1 << v)) === 0) continue
    const row = v * SIZE
    inverse8(block, row, 1)
    const to = v * width + x
    for (let i = 0; i < SIZE; i++) output[to + i] = (output[to + i] as number) + weight * (block[row + i] as number)
  }
  for (let i = x; i < x + SIZE; i++) weights[i] = (weights[i] as number) + weight
}

function addStrip(strip: Strip, sums: Float32Array, total: Float32Array, width: number, top: number): void {
  const { output, weights } = strip
  for (let x = 0; x < width; x++) inverse8(output, x, width)
  for (let y = 0, from = 0; y < SIZE; y++) {
    let to = (top + y) * width
    for (let x = 0; x < width; x++, from++, to++) {
      sums[to] = (sums[to] as number) + (output[from] as number)
      total[to] = (total[to] as number) + (weights[x] as number)
    }
  }
}
