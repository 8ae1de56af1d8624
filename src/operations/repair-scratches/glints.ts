import { cutReflected, type Raster } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { lumaPlane } from '../support/luma.ts'
import { neighbours, type Size } from './mask.ts'

/** A light in an eye is at most this part of the longer side of the picture, and at least this many pixels may be. */
const LARGEST = 0.02
const LARGEST_LEAST = 6
/** It differs this much (0..1) from the dark disc it lies in, and the disc as much from what surrounds it. */
const CONTRAST = 0.1
/** Directions in which the edge of the disc is looked for, and the part of them in which it must be found. */
const DIRECTIONS = 16
const FOUND = 0.7
/** The edge lies about equally far in most directions: within these multiples of the median. */
const [NEAREST, FURTHEST] = [0.5, 1.9]

interface Component {
  readonly pixels: readonly number[]
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Takes small round lights in dark discs out of a mask: lights in eyes look like specks of dust, and a face without
 * them looks dead. A speck on a dark coat has no edge of a disc around it and stays marked.
 * @returns how many were taken out
 */
export async function spareGlints(image: Raster, mask: Uint8Array, { pause }: Pick<RunContext, 'pause'>) {
  const limit = Math.max(LARGEST_LEAST, LARGEST * Math.max(image.width, image.height))
  let spared = 0
  for await (const component of smallComponents(mask, image, limit, pause)) {
    if (!isCompact(component) || !isGlint(image, component)) continue
    for (const i of component.pixels) mask[i] = 0
    spared++
  }
  return spared
}

/** Connected marks whose box fits into a square of `limit`. */
export async function* smallComponents(
  mask: Uint8Array,
  { width, height }: Size,
  limit: number,
  pause: RunContext['pause'],
): AsyncGenerator<Component> {
  const seen = new Uint8Array(mask.length)
  for (let y = 0; y < height; y++) {
    if (y % 256 === 0) await pause()
    for (let i = y * width; i < (y + 1) * width; i++) {
      if (mask[i] === 0 || seen[i] === 1) continue
      const component = follow(mask, seen, i, width, height, limit)
      if (component) yield component
    }
  }
}

function follow(
  mask: Uint8Array,
  seen: Uint8Array,
  start: number,
  width: number,
  height: number,
  limit: number,
): Component | undefined {
  let [left, right, top, bottom] = [width, 0, height, 0]
  const pixels: number[] = []
  const stack = [start]
  seen[start] = 1
  const fits = () => right - left < limit && bottom - top < limit
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
    // A long scratch is followed to its end, so that it is looked at once, but not remembered.
    if (fits()) pixels.push(at)
    neighbours(at, width, height, (next) => {
      if (mask[next] === 0 || seen[next] === 1) return
      seen[next] = 1
      stack.push(next)
    })
  }
  return fits() ? { pixels, left, top, right, bottom } : undefined
}

function isCompact({ pixels, left, top, right, bottom }: Component): boolean {
  const [wide, high] = [right - left + 1, bottom - top + 1]
  return Math.max(wide, high) <= 2.2 * Math.min(wide, high) + 1 && pixels.length >= 0.45 * wide * high
}

function isGlint(image: Raster, { pixels, left, top, right, bottom }: Component): boolean {
  const radius = Math.max(right - left, bottom - top) / 2 + 0.5
  const reach = Math.ceil(9 * radius + 10)
  const [x, y] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)]
  const side = 2 * reach + 1
  const light = lumaPlane(cutReflected(image, x - reach, y - reach, side, side))
  const at = (u: number, v: number) => light[(v + reach) * side + u + reach] as number
  let inside = 0
  for (const i of pixels) inside += at((i % image.width) - x, Math.floor(i / image.width) - y) / pixels.length
  const around = (distance: number, direction: number) => {
    const angle = (2 * Math.PI * direction) / DIRECTIONS
    return at(Math.round(distance * Math.cos(angle)), Math.round(distance * Math.sin(angle)))
  }
  const directions = Array.from({ length: DIRECTIONS }, (_, k) => k)
  // Soft edges: the disc begins a little outside of the mark.
  const near = directions.map((k) => around(radius + 2, k)).sort((a, b) => a - b)
  const dark = near[DIRECTIONS >> 1] as number
  if (inside - dark < CONTRAST) return false
  const edges = directions.flatMap((k) => {
    for (let distance = radius + 3; distance < reach; distance++)
      if (around(distance, k) > dark + CONTRAST) return [distance]
    return []
  })
  const median = edges.toSorted((a, b) => a - b)[edges.length >> 1] ?? 0
  const round = edges.filter((distance) => distance >= NEAREST * median && distance <= FURTHEST * median)
  return round.length >= FOUND * DIRECTIONS && median >= radius + 3
}
