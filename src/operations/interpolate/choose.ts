import { createFlow, type Flow } from './flow.ts'
import type { Level } from './level.ts'
import type { Motion } from './paths.ts'

/** Where the pixels of a wanted frame lie in the first and in the second. */
export interface Towards {
  readonly first: Flow
  readonly second: Flow
}

/** What the usual answer may be worse than another and still be taken: light 0..1, mean of a neighbourhood. */
const BONUS = 0.004
/** Pixels on either side in which frames must agree. */
const REACH = 2

/**
 * Motion seen from the moment between, at the size of its search. At the edges of what moves, motion put together of
 * both is neither's: so each of both alone is tried, too, as it is here and as it is where it would lead, and of all these
 * the one along which the frames look most alike.
 */
export function chosen({ forth, back }: Motion, from: Level, to: Level, part: number): Towards {
  const { width, height } = forth
  const mixed = mixedTowards({ forth, back }, part)
  const along = (flow: Flow, first: number, second: number): Towards => ({
    first: scaled(flow, first),
    second: scaled(flow, second),
  })
  const [own, others] = [at(forth, mixed.first), at(back, mixed.second)]
  const candidates = [
    mixed,
    along(forth, -part, 1 - part),
    along(back, part, part - 1),
    along(own, -part, 1 - part),
    along(others, part, part - 1),
  ]
  const result: Towards = { first: createFlow(width, height), second: createFlow(width, height) }
  const best = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY)
  for (const [rank, { first, second }] of candidates.entries()) {
    const misses = spread(missesOf(from, to, first, second), width, height)
    for (let i = 0; i < best.length; i++) {
      const miss = (misses[i] as number) - (rank === 0 ? BONUS : 0)
      if (miss >= (best[i] as number)) continue
      best[i] = miss
      result.first.dx[i] = first.dx[i] as number
      result.first.dy[i] = first.dy[i] as number
      result.second.dx[i] = second.dx[i] as number
      result.second.dy[i] = second.dy[i] as number
    }
  }
  return result
}

/** Put together of both motions (H. Jiang and others, _Super SloMo_, 2018). */
function mixedTowards({ forth, back }: Motion, part: number): Towards {
  const { width, height } = forth
  const [p, q, r] = [-(1 - part) * part, part * part, (1 - part) * (1 - part)]
  const result: Towards = { first: createFlow(width, height), second: createFlow(width, height) }
  for (const axis of ['dx', 'dy'] as const)
    for (let i = 0; i < width * height; i++) {
      const [f, g] = [forth[axis][i] as number, back[axis][i] as number]
      result.first[axis][i] = p * f + q * g
      result.second[axis][i] = r * f + p * g
    }
  return result
}

const scaled = ({ width, height, dx, dy }: Flow, factor: number): Flow => ({
  width,
  height,
  dx: dx.map((shift) => shift * factor),
  dy: dy.map((shift) => shift * factor),
})

/** What a flow says at the places another leads to, the nearest pixel's. */
function at(flow: Flow, places: Flow): Flow {
  const { width, height } = flow
  const result = createFlow(width, height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const u = Math.min(width - 1, Math.max(0, Math.round(x + (places.dx[i] as number))))
      const v = Math.min(height - 1, Math.max(0, Math.round(y + (places.dy[i] as number))))
      result.dx[i] = flow.dx[v * width + u] as number
      result.dy[i] = flow.dy[v * width + u] as number
    }
  return result
}

/** How much the light of both frames differs along a motion. */
function missesOf(from: Level, to: Level, first: Flow, second: Flow): Float32Array {
  const { width, height } = first
  const misses = new Float32Array(width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const a = lightAt(from, x + (first.dx[i] as number), y + (first.dy[i] as number))
      const b = lightAt(to, x + (second.dx[i] as number), y + (second.dy[i] as number))
      misses[i] = Math.abs(a - b)
    }
  return misses
}

function lightAt({ data, width, height, stride, origin }: Level, x: number, y: number): number {
  const u = x < 0 ? 0 : x > width - 1 ? width - 1 : x
  const v = y < 0 ? 0 : y > height - 1 ? height - 1 : y
  const [left, top] = [Math.floor(u), Math.floor(v)]
  const [fx, fy] = [u - left, v - top]
  const i = origin + top * stride + left
  const upper = (data[i] as number) * (1 - fx) + (data[i + 1] as number) * fx
  return upper * (1 - fy) + ((data[i + stride] as number) * (1 - fx) + (data[i + stride + 1] as number) * fx) * fy
}

/** Means over a neighbourhood, across and then down. */
function spread(values: Float32Array, width: number, height: number): Float32Array {
  const across = means(values, width, height, 1, width)
  return means(across, height, width, width, 1)
}

function means(values: Float32Array, length: number, lines: number, step: number, line: number): Float32Array {
  const result = new Float32Array(values.length)
  for (let l = 0; l < lines; l++) {
    const start = l * line
    let [sum, count] = [0, 0]
    for (let i = -REACH; i < length; i++) {
      if (i + REACH < length) {
        sum += values[start + (i + REACH) * step] as number
        count++
      }
      if (i - REACH > 0) {
        sum -= values[start + (i - REACH - 1) * step] as number
        count--
      }
      if (i >= 0) result[start + i * step] = sum / count
    }
  }
  return result
}
