/** Light of one frame, 0..1. */
export interface Plane {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
}

/** Where the blocks of a frame are found in another one; shifts in whole pixels. */
export interface MotionField {
  readonly columns: number
  readonly rows: number
  readonly dx: Int16Array
  readonly dy: Int16Array
  /** Mean difference of each block to where it was found, differences above `CAP` counted as that. */
  readonly miss: Float32Array
}

export const BLOCK = 12
/** Farthest a block is looked for, in pixels of the half-sized and of the full frame. */
const COARSE_REACH = 8
const FINE_REACH = 2
/** A speck in a block must not decide where the block went: differences count no more than this. */
const CAP = 0.12
/** A shift has to be better by so much: in flat places all are alike, and the neighbour's is as good. */
const INERTIA = 0.001

/** Follows every block of `from` into `to`: on half-sized frames first, then exactly. */
export function motionField(from: Plane, to: Plane): MotionField {
  const columns = Math.ceil(from.width / BLOCK)
  const rows = Math.ceil(from.height / BLOCK)
  const count = columns * rows
  const field = { columns, rows, dx: new Int16Array(count), dy: new Int16Array(count), miss: new Float32Array(count) }
  const [small, smallTo] = [halved(from), halved(to)]
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const [x, y] = [column * BLOCK, row * BLOCK]
      const guesses = [
        0,
        0,
        field.dx[i - 1] ?? 0,
        field.dy[i - 1] ?? 0,
        field.dx[i - columns] ?? 0,
        field.dy[i - columns] ?? 0,
      ]
      const coarse = coarseSearch(small, smallTo, x >> 1, y >> 1, guesses)
      const fine = fineSearch(from, to, x, y, coarse)
      field.dx[i] = fine[0]
      field.dy[i] = fine[1]
      field.miss[i] = fine[2]
    }
  }
  return field
}

type Found = [dx: number, dy: number, miss: number]

/** A diamond walked from the best guess; every step halves in the end. Shifts are of the half-sized frames. */
function coarseSearch(from: Plane, to: Plane, x: number, y: number, guesses: readonly number[]): Found {
  const side = BLOCK >> 1
  let best: Found = [0, 0, Number.POSITIVE_INFINITY]
  const attempt = (dx: number, dy: number, inertia: number) => {
    if (Math.abs(dx) > COARSE_REACH || Math.abs(dy) > COARSE_REACH) return false
    const miss = difference(from, to, x, y, dx, dy, side) + inertia
    if (miss >= best[2]) return false
    best = [dx, dy, miss]
    return true
  }
  for (let i = 0; i < guesses.length; i += 2) attempt((guesses[i] as number) >> 1, (guesses[i + 1] as number) >> 1, 0)
  for (let step = 4; step >= 1; step >>= 1) {
    for (let moved = true; moved; ) {
      const [dx, dy] = best
      moved = false
      for (const [sx, sy] of diamond) moved = attempt(dx + sx * step, dy + sy * step, INERTIA) || moved
    }
  }
  return best
}

const diamond = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const

function fineSearch(from: Plane, to: Plane, x: number, y: number, coarse: Found): Found {
  let best: Found = [0, 0, difference(from, to, x, y, 0, 0, BLOCK) - INERTIA]
  for (let dy = -FINE_REACH; dy <= FINE_REACH; dy++) {
    for (let dx = -FINE_REACH; dx <= FINE_REACH; dx++) {
      const [tx, ty] = [coarse[0] * 2 + dx, coarse[1] * 2 + dy]
      const miss = difference(from, to, x, y, tx, ty, BLOCK)
      if (miss < best[2]) best = [tx, ty, miss]
    }
  }
  return best
}

/** Mean capped difference of every second pixel; places outside are those of the edge. */
function difference(from: Plane, to: Plane, x: number, y: number, dx: number, dy: number, side: number): number {
  const { width, height } = from
  const [right, bottom] = [Math.min(width, x + side), Math.min(height, y + side)]
  let [sum, count] = [0, 0]
  for (let v = y; v < bottom; v++) {
    const row = clip(v + dy, height) * width
    for (let u = x + (v & 1); u < right; u += 2, count++) {
      const gap = Math.abs((from.data[v * width + u] as number) - (to.data[row + clip(u + dx, width)] as number))
      sum += gap < CAP ? gap : CAP
    }
  }
  return count > 0 ? sum / count : 0
}

const clip = (index: number, length: number) => (index < 0 ? 0 : index >= length ? length - 1 : index)

function halved({ data, width, height }: Plane): Plane {
  const [w, h] = [Math.max(1, width >> 1), Math.max(1, height >> 1)]
  const small = new Float32Array(w * h)
  for (let y = 0, i = 0; y < h; y++) {
    const [a, b] = [clip(2 * y, height) * width, clip(2 * y + 1, height) * width]
    for (let x = 0; x < w; x++, i++) {
      const [l, r] = [clip(2 * x, width), clip(2 * x + 1, width)]
      small[i] =
        ((data[a + l] as number) + (data[a + r] as number) + (data[b + l] as number) + (data[b + r] as number)) / 4
    }
  }
  return { data: small, width: w, height: h }
}

/** For every pixel of the frame, where in the other frame it comes from: an index into its pixels. */
export function sourceIndex(field: MotionField, width: number, height: number): Int32Array {
  const index = new Int32Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / BLOCK) * field.columns
    for (let x = 0; x < width; x++, i++) {
      const block = row + Math.floor(x / BLOCK)
      index[i] = clip(y + (field.dy[block] as number), height) * width + clip(x + (field.dx[block] as number), width)
    }
  }
  return index
}
