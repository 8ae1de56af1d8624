import { between, distance, type Face, type Point } from './face.ts'

/** x' = a x - b y + dx, y' = b x + a y + dy: turns, enlarges and moves, but never bends a face. */
export interface Similarity {
  readonly a: number
  readonly b: number
  readonly dx: number
  readonly dy: number
}

export const apply = ({ a, b, dx, dy }: Similarity, [x, y]: Point): Point => [a * x - b * y + dx, b * x + a * y + dy]
export const enlargement = ({ a, b }: Similarity): number => Math.hypot(a, b)

export function inverse({ a, b, dx, dy }: Similarity): Similarity {
  const square = a * a + b * b
  const [c, d] = [a / square, -b / square]
  return { a: c, b: d, dx: -(c * dx - d * dy), dy: -(d * dx + c * dy) }
}

/**
 * Where the five points of an aligned face lie in a square of 512: the template of FFHQ crops that GFPGAN, CodeFormer and
 * RestoreFormer were trained with.
 */
export const TEMPLATE_512: Face['points'] = [
  [192.98138, 239.94708],
  [318.90277, 240.1936],
  [256.63416, 314.01935],
  [201.26117, 371.41043],
  [313.08905, 371.15118],
]

/**
 * Picture -> square of `side`, by the least median of squares: of the ten similarities through two points each, the one
 * that most points agree with, then refined on those. A point that is far off (a hand before the mouth) has no say.
 */
export function alignmentOf({ points }: Face, side: number): Similarity {
  const targets = TEMPLATE_512.map(([x, y]): Point => [(x * side) / 512, (y * side) / 512])
  const pairs = points.map((point, i): Pair => [point, targets[i] as Point])
  let best: { readonly median: number; readonly errors: readonly number[] } | undefined
  for (let i = 0; i < pairs.length; i++)
    for (let j = i + 1; j < pairs.length; j++) {
      const two = [pairs[i] as Pair, pairs[j] as Pair]
      if (distance(two[0]?.[0] as Point, two[1]?.[0] as Point) < 1e-6) continue
      const guess = leastSquares(two)
      const errors = pairs.map(([from, to]) => distance(apply(guess, from), to) ** 2)
      const median = errors.toSorted((x, y) => x - y)[2] as number
      if (!best || median < best.median) best = { median, errors }
    }
  if (!best) return leastSquares(pairs)
  // Rousseeuw's bound: 2.5 robust standard deviations, corrected for so few points.
  const bound = (2.5 * 1.4826 * (1 + 5 / (pairs.length - 2))) ** 2 * Math.max(best.median, 1e-6)
  const { errors } = best
  return leastSquares(pairs.filter((_, i) => (errors[i] as number) <= bound))
}

type Pair = readonly [from: Point, to: Point]

/** The similarity that brings points closest to others, in the sum of squares. */
function leastSquares(pairs: readonly Pair[]): Similarity {
  const mean = (which: 0 | 1): Point => {
    const sum = pairs.reduce(([x, y], pair) => [x + pair[which][0], y + pair[which][1]] as const, [0, 0] as Point)
    return [sum[0] / pairs.length, sum[1] / pairs.length]
  }
  const [from, to] = [mean(0), mean(1)]
  let [dot, cross, square] = [0, 0, 0]
  for (const [source, target] of pairs) {
    const [x, y, u, v] = [source[0] - from[0], source[1] - from[1], target[0] - to[0], target[1] - to[1]]
    dot += x * u + y * v
    cross += x * v - y * u
    square += x * x + y * y
  }
  const [a, b] = square > 0 ? [dot / square, cross / square] : [1, 0]
  return { a, b, dx: to[0] - (a * from[0] - b * from[1]), dy: to[1] - (b * from[0] + a * from[1]) }
}

/**
 * Picture -> square of `side` as the FFHQ faces were cut, which PULSE's generators know: upright along the line from the
 * eyes to the mouth, 4 times as wide as the eyes are apart or 3.6 times as the mouth is below them, whichever is more.
 */
export function ffhqCrop({ points: [leftEye, rightEye, , leftMouth, rightMouth] }: Face, side: number): Similarity {
  const [eyes, mouth] = [between(leftEye, rightEye), between(leftMouth, rightMouth)]
  const [ex, ey] = [rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]]
  const [mx, my] = [mouth[0] - eyes[0], mouth[1] - eyes[1]]
  // Half of the upper edge: the eyes' direction, and the mouth's turned by a quarter.
  const [hx, hy] = [ex + my, ey - mx]
  const half = Math.max(2 * Math.hypot(ex, ey), 1.8 * Math.hypot(mx, my))
  const length = Math.hypot(hx, hy)
  const [ux, uy] = [hx / length, hy / length]
  const scale = side / (2 * half)
  const [a, b] = [scale * ux, -scale * uy]
  const [cx, cy] = [eyes[0] + 0.1 * mx, eyes[1] + 0.1 * my]
  return { a, b, dx: side / 2 - (a * cx - b * cy), dy: side / 2 - (b * cx + a * cy) }
}
