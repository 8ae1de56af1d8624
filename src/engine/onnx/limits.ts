/**
 * What a graph may claim. Every size is checked against these before memory is reserved for it, so that a file of a
 * kilobyte cannot ask for a terabyte.
 */
export const limits = {
  /** All weights of a model together, as float32. */
  weightBytes: 1_200_000_000,
  tensors: 20_000,
  nodes: 50_000,
  /** Along one axis of a tensor. */
  dimension: 1_048_576,
  rank: 8,
} as const

/** Number of elements, or undefined where the shape is absurd: negative, fractional, or more than a model may weigh. */
export function elementsOf(shape: readonly number[]): number | undefined {
  if (shape.length > limits.rank) return undefined
  let count = 1
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0 || size > limits.dimension) return undefined
    count *= size
    if (count * 4 > limits.weightBytes) return undefined
  }
  return count
}
