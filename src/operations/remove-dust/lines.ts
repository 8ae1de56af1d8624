import type { Plane } from './motion-field.ts'

/** A vertical scratch: columns `left` to `right`, both inside. */
export interface Line {
  readonly left: number
  readonly right: number
}

/** Widest scratch, in pixels; wider lines are things. */
const WIDEST = 4
/** Contrast against both sides at `lines` 0 and 1. */
const LIMITS = [0.12, 0.02] as const
/** Part of the height over which a scratch must be lighter, or darker, than both its sides. */
const LENGTH = 0.75

/**
 * Scratches the film got from the projector: thin, vertical, lighter or darker than what is on both sides over most of
 * the height. They stay in place from frame to frame, so only the frame itself can tell them.
 */
export function findLines({ data, width, height }: Plane, amount: number): Line[] {
  const limit = LIMITS[0] * (LIMITS[1] / LIMITS[0]) ** amount
  const [lighter, darker] = [new Uint8Array(width), new Uint8Array(width)]
  for (let x = WIDEST + 1; x < width - WIDEST - 1; x++) {
    let [above, below] = [0, 0]
    for (let y = 0; y < height; y++) {
      const row = y * width
      const value = data[row + x] as number
      const [l, r] = [data[row + x - WIDEST] as number, data[row + x + WIDEST] as number]
      if (value > Math.max(l, r) + limit) above++
      else if (value < Math.min(l, r) - limit) below++
    }
    if (above > LENGTH * height) lighter[x] = 1
    if (below > LENGTH * height) darker[x] = 1
  }
  return [...runsOf(lighter), ...runsOf(darker)].sort((a, b) => a.left - b.left)
}

function runsOf(marked: Uint8Array): Line[] {
  const found: Line[] = []
  for (let x = 0; x < marked.length; x++) {
    if (marked[x] === 0) continue
    let right = x
    while (marked[right + 1] === 1) right++
    if (right - x < WIDEST) found.push({ left: x, right })
    x = right
  }
  return found
}

/** Marks the columns of scratches, their soft edges too. */
export function markLines(mask: Uint8Array, width: number, height: number, lines: readonly Line[]): void {
  for (const { left, right } of lines) {
    for (let y = 0; y < height; y++) {
      for (let x = Math.max(0, left - 1); x <= Math.min(width - 1, right + 1); x++) mask[y * width + x] = 1
    }
  }
}

/** Fills the columns of scratches from both sides, row by row. */
export function fillLines(
  data: Float32Array,
  width: number,
  height: number,
  channels: number,
  lines: readonly Line[],
): void {
  for (const { left, right } of lines) {
    const [from, to] = [Math.max(0, left - 2), Math.min(width - 1, right + 2)]
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < channels; c++) {
        const at = (x: number) => (y * width + x) * channels + c
        const [a, b] = [data[at(from)] as number, data[at(to)] as number]
        for (let x = from + 1; x < to; x++) data[at(x)] = a + ((b - a) * (x - from)) / (to - from)
      }
    }
  }
}
