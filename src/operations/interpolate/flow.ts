import { type Level, PATCH } from './level.ts'
import { PatchFollower } from './patch.ts'

/** Where every pixel of one frame is found in another, as shifts in pixels of this size. */
export interface Flow {
  readonly width: number
  readonly height: number
  readonly dx: Float32Array
  readonly dy: Float32Array
}

export const createFlow = (width: number, height: number): Flow => ({
  width,
  height,
  dx: new Float32Array(width * height),
  dy: new Float32Array(width * height),
})

/** From one patch to the next: every pixel lies in four of them. */
const STRIDE = 4
/** Motion is looked for down to the first level with no more pixels than this, and enlarged from there. */
const FINEST_PIXELS = 260_000
/** A difference of one step of 8 bits or less is no difference. */
const LEAST_GAP = 1 / 255

/**
 * Dense motion between two frames, by inverse search of patches from coarse to fine (T. Kroeger and others, _Fast
 * Optical Flow using Dense Inverse Search_, 2016), neighbours' answers tried as guesses.
 * @param from and `to`: levels of both frames, the largest first
 * @param finest level that is looked at
 * @returns at the size of that level
 */
export function motionBetween(from: readonly Level[], to: readonly Level[], finest = finestOf(from)): Flow {
  let flow: Flow | undefined
  for (let i = from.length - 1; i >= finest; i--) flow = refined(from[i] as Level, to[i] as Level, flow)
  return flow as Flow
}

/** The first level that is small enough to be searched. */
const finestOf = (levels: readonly Level[]) => levels.findIndex(({ width, height }) => width * height <= FINEST_PIXELS)

/** Patches of a level: columns and rows of first pixels, the last ones at the border. */
function starts(length: number): number[] {
  const last = Math.max(0, length - PATCH)
  const own = Array.from({ length: Math.floor(last / STRIDE) + 1 }, (_, i) => i * STRIDE)
  return last % STRIDE === 0 ? own : [...own, last]
}

function refined(from: Level, to: Level, coarse: Flow | undefined): Flow {
  const [columns, rows] = [starts(from.width), starts(from.height)]
  const found = {
    dx: new Float32Array(columns.length * rows.length),
    dy: new Float32Array(columns.length * rows.length),
  }
  if (coarse) guess(found, columns, rows, coarse)
  const follower = new PatchFollower(from, to)
  const visit = (column: number, row: number, side: -1 | 1) => {
    const i = row * columns.length + column
    follower.take(columns[column] as number, rows[row] as number)
    let [bestX, bestY] = [found.dx[i] as number, found.dy[i] as number]
    let best = follower.miss(bestX, bestY)
    const attempt = (other: number) => {
      const [x, y] = [found.dx[other] as number, found.dy[other] as number]
      if (x === bestX && y === bestY) return
      const miss = follower.miss(x, y)
      if (miss < best) [bestX, bestY, best] = [x, y, miss]
    }
    if (column + side >= 0 && column + side < columns.length) attempt(i + side)
    if (row + side >= 0 && row + side < rows.length) attempt(i + side * columns.length)
    const [dx, dy] = follower.follow(bestX, bestY)
    found.dx[i] = dx
    found.dy[i] = dy
  }
  for (let row = 0; row < rows.length; row++)
    for (let column = 0; column < columns.length; column++) visit(column, row, -1)
  for (let row = rows.length - 1; row >= 0; row--)
    for (let column = columns.length - 1; column >= 0; column--) visit(column, row, 1)
  return dense(from, to, columns, rows, found)
}

interface Shifts {
  readonly dx: Float32Array
  readonly dy: Float32Array
}

/** What was found at half the size, at the middle of every patch. */
function guess(found: Shifts, columns: readonly number[], rows: readonly number[], coarse: Flow): void {
  for (let row = 0, i = 0; row < rows.length; row++) {
    const y = Math.min(coarse.height - 1, ((rows[row] as number) + PATCH / 2) >> 1)
    for (let column = 0; column < columns.length; column++, i++) {
      const x = Math.min(coarse.width - 1, ((columns[column] as number) + PATCH / 2) >> 1)
      found.dx[i] = 2 * (coarse.dx[y * coarse.width + x] as number)
      found.dy[i] = 2 * (coarse.dy[y * coarse.width + x] as number)
    }
  }
}

/** Every pixel: the mean of the patches it lies in, those that fit it best counting most. */
function dense(from: Level, to: Level, columns: readonly number[], rows: readonly number[], found: Shifts): Flow {
  const { width, height } = from
  const flow = createFlow(width, height)
  const total = new Float32Array(width * height)
  const [right, bottom] = [Math.min(PATCH, width), Math.min(PATCH, height)]
  for (let row = 0, i = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++, i++) {
      const [px, py] = [columns[column] as number, rows[row] as number]
      const [dx, dy] = [found.dx[i] as number, found.dy[i] as number]
      const x = Math.min(width, Math.max(-PATCH, px + dx))
      const y = Math.min(height, Math.max(-PATCH, py + dy))
      const [left, top] = [Math.floor(x), Math.floor(y)]
      const [fx, fy] = [x - left, y - top]
      const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy]
      for (let v = 0; v < bottom; v++) {
        let own = from.origin + (py + v) * from.stride + px
        let at = to.origin + (top + v) * to.stride + left
        let out = (py + v) * width + px
        for (let u = 0; u < right; u++, own++, at++, out++) {
          const gap = Math.abs(
            a * (to.data[at] as number) +
              b * (to.data[at + 1] as number) +
              c * (to.data[at + to.stride] as number) +
              d * (to.data[at + to.stride + 1] as number) -
              (from.data[own] as number),
          )
          const weight = 1 / (gap > LEAST_GAP ? gap : LEAST_GAP)
          total[out] = (total[out] as number) + weight
          flow.dx[out] = (flow.dx[out] as number) + weight * dx
          flow.dy[out] = (flow.dy[out] as number) + weight * dy
        }
      }
    }
  }
  for (let i = 0; i < total.length; i++) {
    flow.dx[i] = (flow.dx[i] as number) / (total[i] as number)
    flow.dy[i] = (flow.dy[i] as number) / (total[i] as number)
  }
  return flow
}

/** A flow at another size, bilinear, shifts scaled along. */
export function enlarged(flow: Flow, width: number, height: number): Flow {
  if (flow.width === width && flow.height === height) return flow
  const [sx, sy] = [flow.width / width, flow.height / height]
  const result = createFlow(width, height)
  for (let y = 0, i = 0; y < height; y++) {
    const v = Math.min(flow.height - 1, Math.max(0, (y + 0.5) * sy - 0.5))
    const top = Math.floor(v)
    const [low, fy] = [Math.min(flow.height - 1, top + 1) * flow.width, v - top]
    for (let x = 0; x < width; x++, i++) {
      const u = Math.min(flow.width - 1, Math.max(0, (x + 0.5) * sx - 0.5))
      const left = Math.floor(u)
      const [next, fx] = [Math.min(flow.width - 1, left + 1), u - left]
      const [p, q, r, s] = [top * flow.width + left, top * flow.width + next, low + left, low + next]
      const mix = (plane: Float32Array) =>
        ((plane[p] as number) * (1 - fx) + (plane[q] as number) * fx) * (1 - fy) +
        ((plane[r] as number) * (1 - fx) + (plane[s] as number) * fx) * fy
      result.dx[i] = mix(flow.dx) / sx
      result.dy[i] = mix(flow.dy) / sy
    }
  }
  return result
}
