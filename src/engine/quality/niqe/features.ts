import type { Plane } from '../luma.ts'
import { gaussian, smooth } from '../window.ts'
import { fitAggd, gammaRatio } from './aggd.ts'
import { halve } from './halve.ts'

/** Side of a block at full scale, as the authors chose it. */
export const BLOCK = 96
export const FEATURES = 36

/** Features of one block at both scales, and how sharp the block is (mean local deviation at full scale). */
export interface BlockFeatures {
  readonly features: Float64Array
  readonly sharpness: number
}

const window = gaussian(3, 7 / 6)
/** A block times itself moved by so many rows and columns. */
const shifts = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const

/** Features of all whole blocks of a picture. @param luma 0..255; rounded and cropped to whole blocks here */
export function blockFeatures(luma: Plane): BlockFeatures[] {
  const [columns, rows] = [Math.floor(luma.width / BLOCK), Math.floor(luma.height / BLOCK)]
  if (columns * rows === 0) return []
  const full = cropRounded(luma, columns * BLOCK, rows * BLOCK)
  const half = halve(full)
  const [fine, coarse] = [normalise(full), normalise(half)]
  const blocks: BlockFeatures[] = []
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      const features = new Float64Array(FEATURES)
      features.set(describe(cut(fine.values, full.width, x, y, BLOCK), BLOCK), 0)
      features.set(describe(cut(coarse.values, half.width, x, y, BLOCK / 2), BLOCK / 2), FEATURES / 2)
      const deviations = cut(fine.deviations, full.width, x, y, BLOCK)
      blocks.push({ features, sharpness: deviations.reduce((sum, v) => sum + v, 0) / deviations.length })
    }
  }
  return blocks
}

function cropRounded({ data, width }: Plane, columns: number, rows: number): Plane {
  const cropped = new Float32Array(columns * rows)
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) cropped[y * columns + x] = Math.round(data[y * width + x] as number)
  }
  return { data: cropped, width: columns, height: rows }
}

/** Mean-subtracted, contrast-normalised light, and the local deviation it was divided by. */
function normalise(plane: Plane): { values: Float64Array; deviations: Float64Array } {
  const mean = smooth(plane, window)
  const squares = smooth({ ...plane, data: plane.data.map((value) => value * value) }, window)
  const deviations = squares.map((square, i) => Math.sqrt(Math.abs(square - (mean[i] as number) ** 2)))
  const values = mean.map((m, i) => ((plane.data[i] as number) - m) / ((deviations[i] as number) + 1))
  return { values, deviations }
}

function cut(values: Float64Array, width: number, column: number, row: number, side: number): Float64Array {
  const block = new Float64Array(side * side)
  for (let y = 0; y < side; y++) {
    const from = (row * side + y) * width + column * side
    block.set(values.subarray(from, from + side), y * side)
  }
  return block
}

function describe(block: Float64Array, side: number): number[] {
  const own = fitAggd(block)
  const features = [own.alpha, (own.left + own.right) / 2]
  for (const [down, across] of shifts) {
    const { alpha, left, right } = fitAggd(timesMoved(block, side, down, across))
    features.push(alpha, (right - left) * gammaRatio(alpha), left, right)
  }
  return features
}

function timesMoved(block: Float64Array, side: number, down: number, across: number): Float64Array {
  return block.map((value, i) => {
    const y = (Math.floor(i / side) - down + side) % side
    const x = ((i % side) - across + side) % side
    return value * (block[y * side + x] as number)
  })
}
