import type { Chroma, Reduced } from './chroma.ts'
import { jointSampler } from './joint.ts'

/** A difference of lightness at which two neighbours are hardly taken for one thing, in L*. */
const EDGE = 4
/** How strongly a pixel in an even place is held to what the network said of it. */
const HOLD = 0.15
/** Lightness within the area of an answer may differ by this much before the answer is no longer believed. */
const MIXED = 6
/** Rounds there and back: colours travel a few pixels in each, as far as answers are mixed. */
const ROUNDS = 6

/**
 * Brings colours to the size of the lightness they belong to. An answer that covers a border is a mixture of two
 * things: it is not believed, and the colours of the clean answers on either side flow up to the border.
 * Least squares over neighbours of like lightness (A. Levin, D. Lischinski, Y. Weiss, _Colorization using
 * optimization_, 2004), by a few rounds of Gauss-Seidel.
 * @param coarse one answer for each `every` x `every` pixels of the guide
 */
export function refine(coarse: Chroma, guide: Reduced, every: number): Chroma {
  const { width, height } = guide
  const belief = beliefIn(guide, every)
  const [a, b] = stretched(coarse, guide, every)
  const likeness = likenessOf(guide)
  for (const plane of [a, b]) relax(plane, plane.slice(), belief, likeness, guide, ROUNDS)
  return { width, height, a, b }
}

/** How alike a pixel is to the one on its right and to the one below it, 0..1. */
export interface Likeness {
  readonly right: Float32Array
  readonly below: Float32Array
}

export function likenessOf({ width, height, lightness }: Reduced): Likeness {
  const [right, below] = [new Float32Array(lightness.length), new Float32Array(lightness.length)]
  for (let i = 0; i < lightness.length; i++) {
    const here = lightness[i] as number
    const alike = (other: number) => Math.exp(-Math.abs((lightness[other] as number) - here) / EDGE) + 1e-4
    if (i % width < width - 1) right[i] = alike(i + 1)
    if (i < (height - 1) * width) below[i] = alike(i + width)
  }
  return { right, below }
}

/**
 * Solves, nearly, for values that are close to `target` where `belief` is high and alike where neighbours are alike.
 * @param plane the first guess; changed in place
 */
export function relax(
  plane: Float32Array,
  target: Float32Array,
  belief: Float32Array,
  { right, below }: Likeness,
  { width, height }: { readonly width: number; readonly height: number },
  rounds: number,
): void {
  const update = (i: number) => {
    const x = i % width
    let weight = belief[i] as number
    let sum = weight * (target[i] as number)
    const take = (other: number, likeness: number) => {
      weight += likeness
      sum += likeness * (plane[other] as number)
    }
    if (x > 0) take(i - 1, right[i - 1] as number)
    if (x < width - 1) take(i + 1, right[i] as number)
    if (i >= width) take(i - width, below[i - width] as number)
    if (i < (height - 1) * width) take(i + width, below[i] as number)
    plane[i] = weight > 0 ? sum / weight : (target[i] as number)
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < plane.length; i++) update(i)
    for (let i = plane.length - 1; i >= 0; i--) update(i)
  }
}

/** How far the answer over a pixel is about one thing only. */
function beliefIn({ width, height, lightness }: Reduced, every: number): Float32Array {
  const belief = new Float32Array(lightness.length)
  for (let top = 0; top < height; top += every) {
    for (let left = 0; left < width; left += every) {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      const [right, bottom] = [Math.min(width, left + every), Math.min(height, top + every)]
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const value = lightness[y * width + x] as number
          if (value < least) least = value
          if (value > most) most = value
        }
      }
      const value = HOLD / (1 + ((most - least) / MIXED) ** 2)
      for (let y = top; y < bottom; y++) belief.fill(value, y * width + left, y * width + right)
    }
  }
  return belief
}

/**
 * From the answers whose places are as light as the pixel. Their places are seen as the network saw them, by the mean.
 */
function stretched(coarse: Chroma, guide: Reduced, every: number): readonly [Float32Array, Float32Array] {
  const { width, height, lightness } = guide
  const frame = { width: coarse.width * every, height: coarse.height * every }
  const means = meansOf(guide, coarse, every)
  const sample = jointSampler(means, [coarse.a, coarse.b], { left: 0, top: 0, frame }, width)
  const planes = [new Float32Array(width * height), new Float32Array(width * height)] as const
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + 1) * width]
    sample(
      y,
      lightness.subarray(from, to),
      planes.map((plane) => plane.subarray(from, to)),
    )
  }
  return planes
}

function meansOf(
  { width, height, lightness }: Reduced,
  { width: across, height: down }: Chroma,
  every: number,
): Reduced {
  const [sums, counts] = [new Float32Array(across * down), new Float32Array(across * down)]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / every) * across + Math.floor(x / every)
      sums[at] = (sums[at] as number) + (lightness[y * width + x] as number)
      counts[at] = (counts[at] as number) + 1
    }
  }
  return { width: across, height: down, lightness: sums.map((sum, i) => sum / (counts[i] as number)) }
}

/** The value of a plane between its pixels, `x` and `y` within it. */
export function between(plane: Float32Array, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)]
  const [u, v] = [x - left, y - top]
  const upper = (plane[top * width + left] as number) * (1 - u) + (plane[top * width + right] as number) * u
  const lower = (plane[bottom * width + left] as number) * (1 - u) + (plane[bottom * width + right] as number) * u
  return upper * (1 - v) + lower * v
}
