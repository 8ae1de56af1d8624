import type { FrameMotion } from '../define.ts'

/** A luma image 0..255 whose motion is measured. */
export interface LumaFrame {
  readonly data: Uint8Array | Float32Array
  readonly width: number
  readonly height: number
}

/** Blocks that are followed, across and down. */
const ACROSS = 8
const DOWN = 6
/** Half a block, in pixels. */
const HALF = 8
/** Farthest a block is looked for, in pixels of the small frame. */
const REACH = 10
/** Blocks with less contrast than this (mean absolute difference to their mean) can be anywhere. */
const FLAT = 3
/** Blocks farther than this from what the others say (pixels) belong to something that moves by itself. */
const TOLERANCE = 1.2

export const still: FrameMotion = { dx: 0, dy: 0, turn: 0 }

interface Vector {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
}

/**
 * How the camera moved between two frames: blocks are found again by the sum of absolute differences (light differences
 * of the whole block taken out), to parts of a pixel by a parabola, and a turn with a shift is fitted to those that
 * agree. Meant for small frames, about 160 to 320 pixels wide.
 */
export function globalMotion(before: LumaFrame, now: LumaFrame): FrameMotion {
  const { width, height } = before
  const vectors: Vector[] = []
  for (let row = 0; row < DOWN; row++) {
    for (let column = 0; column < ACROSS; column++) {
      const x = Math.round(((column + 0.5) * width) / ACROSS)
      const y = Math.round(((row + 0.5) * height) / DOWN)
      const found = follow(before, now, x, y)
      if (found) vectors.push(found)
    }
  }
  if (vectors.length < 4) return still
  const shift = { dx: middle(vectors.map(({ dx }) => dx)), dy: middle(vectors.map(({ dy }) => dy)) }
  const agreeing = vectors.filter(({ dx, dy }) => Math.hypot(dx - shift.dx, dy - shift.dy) < TOLERANCE + REACH / 4)
  const first = fit(agreeing, width, height)
  const close = agreeing.filter((vector) => miss(first, vector, width, height) < TOLERANCE)
  const { dx, dy, turn } = close.length >= 4 ? fit(close, width, height) : { ...shift, turn: 0 }
  return { dx: dx / width, dy: dy / height, turn }
}

/** Where the block around a point went. Undefined: it has no contrast, or went too far. */
function follow(before: LumaFrame, now: LumaFrame, x: number, y: number): Vector | undefined {
  const { width, height } = before
  if (x < HALF || y < HALF || x + HALF > width || y + HALF > height) return undefined
  const mean = blockMean(before, x, y)
  if (contrast(before, x, y, mean) < FLAT) return undefined
  const costs = new Map<number, number>()
  const cost = (dx: number, dy: number): number => {
    const key = (dy + 64) * 128 + dx + 64
    const known = costs.get(key)
    if (known !== undefined) return known
    const value = difference(before, now, x, y, dx, dy, mean)
    costs.set(key, value)
    return value
  }
  let [dx, dy] = coarse(cost)
  for (let improved = true; improved; ) {
    improved = false
    for (const [sx, sy] of steps) {
      if (cost(dx + sx, dy + sy) < cost(dx, dy)) {
        dx += sx
        dy += sy
        improved = true
      }
    }
  }
  if (Math.max(Math.abs(dx), Math.abs(dy)) >= REACH) return undefined
  const fine = (low: number, here: number, high: number) => {
    const bend = low - 2 * here + high
    return bend > 0 ? Math.max(-0.5, Math.min(0.5, (low - high) / (2 * bend))) : 0
  }
  return {
    x,
    y,
    dx: dx + fine(cost(dx - 1, dy), cost(dx, dy), cost(dx + 1, dy)),
    dy: dy + fine(cost(dx, dy - 1), cost(dx, dy), cost(dx, dy + 1)),
  }
}

const steps = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const

function coarse(cost: (dx: number, dy: number) => number): [number, number] {
  let best: [number, number] = [0, 0]
  for (let dy = -8; dy <= 8; dy += 2) {
    for (let dx = -8; dx <= 8; dx += 2) if (cost(dx, dy) < cost(...best)) best = [dx, dy]
  }
  return best
}

function blockMean({ data, width }: LumaFrame, x: number, y: number): number {
  let sum = 0
  for (let v = y - HALF; v < y + HALF; v++)
    for (let u = x - HALF; u < x + HALF; u++) sum += data[v * width + u] as number
  return sum / (4 * HALF * HALF)
}

function contrast({ data, width }: LumaFrame, x: number, y: number, mean: number): number {
  let sum = 0
  for (let v = y - HALF; v < y + HALF; v++) {
    for (let u = x - HALF; u < x + HALF; u++) sum += Math.abs((data[v * width + u] as number) - mean)
  }
  return sum / (4 * HALF * HALF)
}

/** Mean absolute difference of every second pixel; a block that would leave the frame is no match. */
function difference(
  before: LumaFrame,
  now: LumaFrame,
  x: number,
  y: number,
  dx: number,
  dy: number,
  mean: number,
): number {
  const { width, height } = before
  const [cx, cy] = [x + dx, y + dy]
  if (cx < HALF || cy < HALF || cx + HALF > width || cy + HALF > height) return Number.POSITIVE_INFINITY
  const lift = blockMean(now, cx, cy) - mean
  let sum = 0
  for (let v = -HALF; v < HALF; v++) {
    const [a, b] = [(y + v) * width + x, (cy + v) * width + cx]
    for (let u = -HALF + (v & 1); u < HALF; u += 2) {
      sum += Math.abs((now.data[b + u] as number) - lift - (before.data[a + u] as number))
    }
  }
  return sum / (2 * HALF * HALF)
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0

/** Least squares of a small turn about the middle and a shift. Shifts in pixels. */
function fit(vectors: readonly Vector[], width: number, height: number): FrameMotion {
  const count = vectors.length
  if (count === 0) return still
  const mean = (read: (vector: Vector) => number) => vectors.reduce((sum, each) => sum + read(each), 0) / count
  const [mx, my] = [mean(({ x }) => x - width / 2), mean(({ y }) => y - height / 2)]
  const [mdx, mdy] = [mean(({ dx }) => dx), mean(({ dy }) => dy)]
  let [cross, spread] = [0, 0]
  for (const { x, y, dx, dy } of vectors) {
    const [px, py] = [x - width / 2 - mx, y - height / 2 - my]
    cross += px * (dy - mdy) - py * (dx - mdx)
    spread += px * px + py * py
  }
  const turn = spread > 0 ? cross / spread : 0
  return { dx: mdx + turn * my, dy: mdy - turn * mx, turn }
}

function miss({ dx, dy, turn }: FrameMotion, vector: Vector, width: number, height: number): number {
  const [px, py] = [vector.x - width / 2, vector.y - height / 2]
  return Math.hypot(vector.dx - (dx - turn * py), vector.dy - (dy + turn * px))
}
