export type Point = readonly [x: number, y: number]

/**
 * A face in a picture, in its pixels; the first pixel reaches from 0 to 1. Points as a viewer sees an upright face: left
 * eye, right eye, tip of the nose, left and right corner of the mouth. In a turned picture they tell how it is turned.
 */
export interface Face {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** 0..1 */
  readonly score: number
  readonly points: readonly [Point, Point, Point, Point, Point]
}

/** Geometric mean of the sides of its box. */
export const sizeOf = ({ width, height }: Pick<Face, 'width' | 'height'>): number => Math.sqrt(width * height)

export const distance = ([x, y]: Point, [u, v]: Point): number => Math.hypot(x - u, y - v)
export const between = ([x, y]: Point, [u, v]: Point): Point => [(x + u) / 2, (y + v) / 2]

export const eyeDistance = ({ points: [left, right] }: Face): number => distance(left, right)

/** The face in a picture `scale` times as large. */
export const scaled = (face: Face, scale: number): Face => ({
  left: face.left * scale,
  top: face.top * scale,
  width: face.width * scale,
  height: face.height * scale,
  score: face.score,
  points: eachPoint(face, ([x, y]) => [x * scale, y * scale]),
})

export function eachPoint({ points: [a, b, c, d, e] }: Face, move: (point: Point) => Point): Face['points'] {
  return [move(a), move(b), move(c), move(d), move(e)]
}

/** Shared area of two boxes over their joint area. */
export function overlap(a: Face, b: Face): number {
  const wide = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const high = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (wide <= 0 || high <= 0) return 0
  return (wide * high) / (a.width * a.height + b.width * b.height - wide * high)
}

/** Of every heap of faces that overlap by more than `most` the surest, surest first. */
export function suppress(faces: readonly Face[], most = 0.3): Face[] {
  const kept: Face[] = []
  for (const face of faces.toSorted((a, b) => b.score - a.score))
    if (kept.every((other) => overlap(face, other) <= most)) kept.push(face)
  return kept
}
