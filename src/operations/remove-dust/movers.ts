import type { Plane } from './motion-field.ts'

/** As much of an aligned neighbour as is looked at here. */
interface Neighbour {
  readonly other: Plane
  readonly lift: number
  /** Frames from the one at work: -1, 1, or 2 at the ends of a shot. */
  readonly distance: number
}

/** Farthest a small thing is looked for by itself, in pixels: balls, birds, hands. */
const REACH = 16
/** What moves goes on as it went, give or take so many pixels. */
const SWERVE = 3
/** A likeness: what differs is on average below this part of the limit that made it a suspect. */
const ALIKE = 0.5
/** Suspects with more pixels than this are compared on a part of them. */
const COMPARED = 240

/**
 * Takes suspects off the mask that are found again in both neighbours, going on in one direction: they are things that
 * move. A speck is in one frame only. @returns pixels left
 */
export function dropMovers(
  mask: Uint8Array,
  frame: Plane,
  neighbours: readonly [Neighbour, Neighbour],
  limit: number,
): number {
  const seen = new Uint8Array(mask.length)
  let left = 0
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] as number) === 0 || seen[i] === 1) continue
    const part = connected(mask, seen, i, frame)
    if (movesOn(thinned(part), frame, neighbours, limit * ALIKE)) for (const at of part) mask[at] = 0
    else left += part.length
  }
  return left
}

function connected(mask: Uint8Array, seen: Uint8Array, start: number, { width, height }: Plane): number[] {
  const part = [start]
  seen[start] = 1
  for (let k = 0; k < part.length; k++) {
    for (const to of around(part[k] as number, width, height)) {
      if ((mask[to] as number) === 0 || seen[to] === 1) continue
      seen[to] = 1
      part.push(to)
    }
  }
  return part
}

const thinned = (part: readonly number[]): readonly number[] => {
  const step = Math.ceil(part.length / COMPARED)
  return step === 1 ? part : part.filter((_, i) => i % step === 0)
}

function movesOn(
  part: readonly number[],
  frame: Plane,
  [a, b]: readonly [Neighbour, Neighbour],
  most: number,
): boolean {
  const enough = most * part.length
  const pace = b.distance / a.distance
  const isAt = ({ other, lift }: Neighbour, dx: number, dy: number) =>
    differs(part, frame, other, dx, dy, lift, enough) < enough
  for (let dy = -REACH; dy <= REACH; dy++) {
    for (let dx = -REACH; dx <= REACH; dx++) {
      if (!isAt(a, dx, dy)) continue
      for (let v = -SWERVE; v <= SWERVE; v++)
        for (let u = -SWERVE; u <= SWERVE; u++)
          if (isAt(b, Math.round(dx * pace) + u, Math.round(dy * pace) + v)) return true
    }
  }
  return false
}

/** Sum of differences; given up once it is `enough` to be unlike. */
function differs(
  part: readonly number[],
  { data, width, height }: Plane,
  other: Plane,
  dx: number,
  dy: number,
  lift: number,
  enough: number,
): number {
  let sum = 0
  for (const at of part) {
    const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy]
    if (x < 0 || y < 0 || x >= width || y >= height) return Number.POSITIVE_INFINITY
    sum += Math.abs((data[at] as number) - (other.data[y * width + x] as number) - lift)
    if (sum >= enough) return sum
  }
  return sum
}

/** The eight neighbours of a pixel. */
export function around(at: number, width: number, height: number): number[] {
  const [x, y] = [at % width, Math.floor(at / width)]
  const near: number[] = []
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
      if (u !== x || v !== y) near.push(v * width + u)
  }
  return near
}
