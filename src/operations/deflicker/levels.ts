import type { FrameLight } from '../define.ts'

/** Three tones of a frame, 0..1: dark, middle and bright. */
export type Levels = readonly [dark: number, median: number, bright: number]

/** Where the tones of a frame are, and where they should be for the shot to be steady. */
export interface Move {
  readonly from: Levels
  readonly to: Levels
}

/** Deviation of the smoothing, in frames: flicker is quicker, a cloud before the sun is slower. */
const SIGMA = 9
const REACH = 3 * SIGMA
/** Tones nearer to each other than this are one. */
const APART = 2 / 255

const round = (value: number) => Math.round(value * 1e5) / 1e5
const tones = ({ dark, median, bright }: FrameLight): Levels => [dark, median, bright]
const blend = (from: Levels, to: Levels, part: number): Levels =>
  from.map((value, i) => round(value + ((to[i] as number) - value) * part)) as unknown as Levels

/** The tones of every frame of a shot, and the same smoothed over time. @param strength part of the way, 0..1 */
export function steadyLevels(light: readonly FrameLight[], strength: number): Move[] {
  const levels = light.map(tones)
  return levels.map((from, i) => ({ from: blend(from, from, 0), to: blend(from, smoothed(levels, i), strength) }))
}

function smoothed(levels: readonly Levels[], at: number): Levels {
  const sums = [0, 0, 0]
  let total = 0
  for (let i = Math.max(0, at - REACH); i <= Math.min(levels.length - 1, at + REACH); i++) {
    const weight = Math.exp(-((i - at) ** 2) / (2 * SIGMA * SIGMA))
    for (let k = 0; k < 3; k++) sums[k] = (sums[k] as number) + weight * (levels[i]?.[k] as number)
    total += weight
  }
  return sums.map((sum) => sum / total) as unknown as Levels
}

/** Steps of the table; 16-bit samples fall between them and are kept apart. */
const STEPS = 1024

/** The curve that carries the tones over: straight between them, black and white stay where they are. */
export function levelTable({ from, to }: Move): Float32Array {
  const points: [number, number][] = [[0, 0]]
  for (const [i, x] of from.entries()) {
    const last = points.at(-1) as [number, number]
    // Tones that fall together, as in a black frame, say nothing about what lies between them.
    if (x - last[0] > APART && 1 - x > APART) points.push([x, Math.max(last[1], Math.min(1, to[i] as number))])
  }
  points.push([1, 1])
  const table = new Float32Array(STEPS + 1)
  for (let step = 0, piece = 1; step <= STEPS; step++) {
    const x = step / STEPS
    while (piece < points.length - 1 && x > (points[piece]?.[0] as number)) piece++
    const [[x0, y0], [x1, y1]] = [points[piece - 1] as [number, number], points[piece] as [number, number]]
    table[step] = y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
  }
  return table
}

/** Carries samples over; what lies outside 0..1 keeps its distance. */
export function applyTable(table: Float32Array, data: Float32Array, output: Float32Array): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    const place = value * STEPS
    if (place <= 0 || place >= STEPS) {
      output[i] = value
      continue
    }
    const low = Math.floor(place)
    const base = table[low] as number
    output[i] = base + ((table[low + 1] as number) - base) * (place - low)
  }
}
