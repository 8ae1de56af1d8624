import { BLOCK, type MotionField, motionField, type Plane, sourceIndex } from './motion-field.ts'
import { around, dropMovers } from './movers.ts'

/** A neighbour frame brought to the place of the frame at work. */
export interface Aligned {
  readonly other: Plane
  /** Frames from the one at work. */
  readonly distance: number
  readonly field: MotionField
  /** See `sourceIndex`. */
  readonly source: Int32Array
  /** Its light where the frame's pixels are, light differences of the whole frames taken out. */
  readonly light: Float32Array
  /** What was added to bring its light to that of the frame. */
  readonly lift: number
}

/** Contrast a speck must have against both neighbours, at sensitivity 0 and 1. */
const LIMITS = [0.2, 0.035] as const
/** Once a speck is found, its soft edge counts down to this part of the limit. */
const EDGE_PART = 0.4
/** Blocks that were not found again (things that turn, appear, burst) are not judged. */
const MISSED = 0.055
/** Where the neighbours differ from one another by more than this part of the contrast, nobody knows who is right. */
const AGREEMENT = 0.6
/** More than this of a frame is no dust: a flash, or motion that could not be followed. */
const MOST = 0.06

const limitOf = (sensitivity: number) => LIMITS[0] * (LIMITS[1] / LIMITS[0]) ** sensitivity

export function align(frame: Plane, other: Plane, distance: number): Aligned {
  const field = motionField(frame, other)
  const source = sourceIndex(field, frame.width, frame.height)
  const light = Float32Array.from(source, (from) => other.data[from] as number)
  const lift = middleGap(frame.data, light)
  if (lift !== 0) for (let i = 0; i < light.length; i++) light[i] = (light[i] as number) + lift
  return { other, distance, field, source, light, lift }
}

/** Median difference of a sparse sample: how much lighter the frame is as a whole. */
function middleGap(a: Float32Array, b: Float32Array): number {
  const stride = Math.max(1, Math.floor(a.length / 4000))
  const gaps: number[] = []
  for (let i = 0; i < a.length; i += stride) gaps.push((a[i] as number) - (b[i] as number))
  return gaps.sort((x, y) => x - y)[gaps.length >> 1] ?? 0
}

/**
 * Specks: darker or lighter than everything around the same place in both neighbours. What is there in either is part
 * of the picture. A spike detector by ranks (SROD): the frame is compared with the least and the greatest of nine
 * pixels of each neighbour, so that edges moved by parts of a pixel are no specks.
 * @returns 1 where there is a speck, else 0; undefined when there is none
 */
export function findSpecks(
  frame: Plane,
  [a, b]: readonly [Aligned, Aligned],
  sensitivity: number,
): Uint8Array | undefined {
  const { width, height, data } = frame
  const limit = Math.max(limitOf(sensitivity), 5 * grainOf(data, a.light, b.light))
  const [low, high] = [least(a.light, b.light, width, height, -1), least(a.light, b.light, width, height, 1)]
  const mask = new Uint8Array(width * height)
  let found = 0
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const value = data[i] as number
      const [below, above] = [(low[i] as number) - value, value - (high[i] as number)]
      const contrast = below > above ? below : above
      if (contrast <= limit) continue
      if (Math.abs((a.light[i] as number) - (b.light[i] as number)) > AGREEMENT * contrast) continue
      if (isLost(a.field, x, y) || isLost(b.field, x, y)) continue
      mask[i] = below > above ? 1 : 2
      found++
    }
  }
  if (found === 0 || found > MOST * mask.length) return undefined
  if (dropMovers(mask, frame, [a, b], limit) === 0) return undefined
  grow(mask, frame, a.light, b.light, limit * EDGE_PART)
  return mask.map((value) => (value > 0 ? 1 : 0))
}

const isLost = (field: MotionField, x: number, y: number) =>
  (field.miss[Math.floor(y / BLOCK) * field.columns + Math.floor(x / BLOCK)] as number) > MISSED

/** Deviation of what differs between frames where nothing is wrong: grain, noise. */
function grainOf(data: Float32Array, a: Float32Array, b: Float32Array): number {
  const stride = Math.max(1, Math.floor(data.length / 4000))
  const gaps: number[] = []
  for (let i = 0; i < data.length; i += stride)
    gaps.push(Math.abs((data[i] as number) - ((a[i] as number) + (b[i] as number)) / 2))
  // From the median of absolute values to a deviation; the mean of two neighbours adds half a variance.
  return ((gaps.sort((x, y) => x - y)[gaps.length >> 1] ?? 0) * 1.4826) / Math.sqrt(1.5)
}

/** Least (`sign` -1) or greatest (1) of 3 x 3 pixels of both neighbours. */
function least(a: Float32Array, b: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const pick = sign < 0 ? Math.min : Math.max
  const across = new Float32Array(a.length)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [l, r] = [x > 0 ? i - 1 : i, x + 1 < width ? i + 1 : i]
      const one = pick(a[l] as number, a[i] as number, a[r] as number)
      across[i] = pick(one, b[l] as number, b[i] as number, b[r] as number)
    }
  }
  const result = new Float32Array(a.length)
  for (let y = 0, i = 0; y < height; y++) {
    const [up, down] = [y > 0 ? -width : 0, y + 1 < height ? width : 0]
    for (let x = 0; x < width; x++, i++)
      result[i] = pick(across[i + up] as number, across[i] as number, across[i + down] as number)
  }
  return result
}

/** Takes in the soft edges of specks, pixel by pixel from their middles, and one pixel beyond. */
function grow(mask: Uint8Array, { data, width, height }: Plane, a: Float32Array, b: Float32Array, limit: number): void {
  let edge = positions(mask)
  for (let round = 0; round < 6 && edge.length > 0; round++) {
    const next: number[] = []
    for (const at of edge) {
      const kind = mask[at] as number
      for (const to of around(at, width, height)) {
        if ((mask[to] as number) > 0) continue
        const gap = (((a[to] as number) + (b[to] as number)) / 2 - (data[to] as number)) * (kind === 1 ? 1 : -1)
        if (gap < limit) continue
        mask[to] = kind
        next.push(to)
      }
    }
    edge = next
  }
  for (const at of positions(mask)) for (const to of around(at, width, height)) if (mask[to] === 0) mask[to] = 3
}

function positions(mask: Uint8Array): number[] {
  const found: number[] = []
  for (let i = 0; i < mask.length; i++) if ((mask[i] as number) > 0) found.push(i)
  return found
}
