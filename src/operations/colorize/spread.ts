import { type ColourHint, rgbOfHex } from '../../shared/colour-hints.ts'
import { labOf } from '../support/lab.ts'
import type { Chroma, Reduced } from './chroma.ts'
import { likenessOf, relax } from './refine.ts'

/** Colours that are known, and how surely each pixel has them, 0..1. */
export interface Known extends Chroma {
  readonly sure: Float32Array
}

/** Where a hint lies in the reduced picture. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly a: number
  readonly b: number
}

/** Spots of the network's own size, at least wide enough to be seen. */
const LEAST_RADIUS = 1.5

export function spotsOf(hints: readonly ColourHint[], { width, height }: Reduced): Spot[] {
  return hints.map(({ point: [x, y], colour, radius }) => {
    const [, a, b] = labOf(...rgbOfHex(colour))
    const reach = Math.max(LEAST_RADIUS, radius * Math.max(width, height))
    return { x: x * width - 0.5, y: y * height - 0.5, radius: reach, a, b }
  })
}

/** Calls back for every pixel of a spot; at least one. */
export function withinSpot({ x, y, radius }: Spot, { width, height }: Reduced, visit: (index: number) => void): void {
  const limit = (value: number, length: number) => Math.min(length - 1, Math.max(0, Math.round(value)))
  for (let v = limit(y - radius, height); v <= limit(y + radius, height); v++)
    for (let u = limit(x - radius, width); u <= limit(x + radius, width); u++)
      if (Math.hypot(u - x, v - y) <= radius || (u === limit(x, width) && v === limit(y, height))) visit(v * width + u)
}

/** Steps of lightness below this between neighbours are shading, grain and folds: going over them is free. */
const FREE = 2
/** Lightness that may be crossed in all before another thing begins, in L*. */
const CROSSED = 6
/** Difference of the network's colours that counts like one of lightness: it knows things by more than their light. */
const OTHER_COLOUR = 0.5
/** How far a hint is followed through an even place, as a part of the longer side. */
const FAR = 0.4
/** Distance up to which a hint holds fully; at 1 it ends. */
const FULLY = 0.3
const SMOOTHING = 3
const HELD = 0.5

/**
 * Spreads hints over the things they lie on: along the shortest way, where each step over a border of lightness or of
 * the guessed colours is long (L. Yatziv, G. Sapiro, _Fast image and video colorization using chrominance blending_,
 * 2006). Between two hints the nearer one wins; the borders of what they reach follow those of the picture.
 * @param guess of the network, of the guide's size
 */
export function spreadHints(hints: readonly ColourHint[], guide: Reduced, guess: Chroma): Known {
  const spots = spotsOf(hints, guide)
  const { distance, nearest } = distances(spots, guide, guess)
  const sure = Float32Array.from(distance, (value) => {
    const part = Math.min(1, Math.max(0, (1 - value) / (1 - FULLY)))
    return part * part * (3 - 2 * part)
  })
  const of = (read: (spot: Spot) => number) =>
    Float32Array.from(nearest, (spot, i) => (spot < 0 ? 0 : (sure[i] as number) * read(spots[spot] as Spot)))
  const [a, b] = [of((spot) => spot.a), of((spot) => spot.b)]
  const likeness = likenessOf(guide)
  const held = new Float32Array(sure.length).fill(HELD)
  for (const plane of [a, b, sure]) relax(plane, plane.slice(), held, likeness, guide, SMOOTHING)
  for (let i = 0; i < sure.length; i++) {
    const share = sure[i] as number
    a[i] = share > 1e-6 ? (a[i] as number) / share : 0
    b[i] = share > 1e-6 ? (b[i] as number) / share : 0
  }
  return { width: guide.width, height: guide.height, a, b, sure }
}

/** Shortest ways from the spots to every pixel (E. Dijkstra, 1959), and the spot at the other end; -1 where none is. */
function distances(spots: readonly Spot[], guide: Reduced, guess: Chroma) {
  const { width, height } = guide
  const distance = new Float64Array(width * height).fill(Number.POSITIVE_INFINITY)
  const nearest = new Int16Array(width * height).fill(-1)
  const queue = createQueue()
  const reach = (index: number, value: number, spot: number) => {
    if (value >= (distance[index] as number) || value >= 1) return
    distance[index] = value
    nearest[index] = spot
    queue.push(index, value)
  }
  spots.forEach((spot, i) => {
    withinSpot(spot, guide, (index) => reach(index, 0, i))
  })
  const cost = costBetween(guide, guess)
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { index, value } = next
    if (value > (distance[index] as number)) continue
    const spot = nearest[index] as number
    const [x, y] = [index % width, Math.floor(index / width)]
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        const to = v * width + u
        if (to !== index) reach(to, value + cost(index, to, u !== x && v !== y), spot)
      }
  }
  return { distance, nearest }
}

function costBetween({ width, height, lightness }: Reduced, guess: Chroma) {
  const pixel = 1 / (FAR * Math.max(width, height))
  return (from: number, to: number, isDiagonal: boolean): number => {
    const light = Math.abs((lightness[from] as number) - (lightness[to] as number))
    const colour = Math.hypot(
      (guess.a[from] as number) - (guess.a[to] as number),
      (guess.b[from] as number) - (guess.b[to] as number),
    )
    const step = Math.max(0, light + OTHER_COLOUR * colour - FREE)
    return step / CROSSED + (isDiagonal ? Math.SQRT2 : 1) * pixel
  }
}

/** A binary heap of places, the nearest first. */
function createQueue() {
  const heap: { readonly index: number; readonly value: number }[] = []
  const valueAt = (i: number) => heap[i]?.value ?? Number.POSITIVE_INFINITY
  const swap = (i: number, j: number) => {
    const [first, second] = [heap[i], heap[j]]
    if (first && second) [heap[i], heap[j]] = [second, first]
  }
  return {
    push(index: number, value: number) {
      heap.push({ index, value })
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1
        if (valueAt(parent) <= value) break
        swap(i, parent)
        i = parent
      }
    },
    pop() {
      const top = heap[0]
      const last = heap.pop()
      if (top === undefined || last === undefined || heap.length === 0) return top
      heap[0] = last
      for (let i = 0; ; ) {
        const child = valueAt(2 * i + 1) <= valueAt(2 * i + 2) ? 2 * i + 1 : 2 * i + 2
        if (valueAt(child) >= valueAt(i)) break
        swap(i, child)
        i = child
      }
      return top
    },
  }
}
