import type { Box } from '../../shared/pages.ts'
import { type Point, smallestRectangle } from './rectangle.ts'

/** Interleaved RGB, 8 bits. */
export interface SmallPicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Levels by which a photo must differ from the bed of the scanner. */
const DIFFERENT = 24
/** So much of the edge of the page must be bed. */
const BED_SHARE = 0.6
const LEAST_AREA = 0.015
const LEAST_SIDE = 0.07
/** A photo fills its rectangle; what does not is a shadow, a hair, writing. */
const LEAST_FILL = 0.82

/**
 * Photos lying on the bed of a scanner, light or dark: what differs from the colour along the edge, in one piece, and
 * has the shape of a rectangle. Meant for a small version of the page.
 * @returns their boxes in pixels of `page`, from top left to bottom right; fewer than two mean there is nothing to split
 */
export function detectPhotos(page: SmallPicture): Box[] {
  const bed = bedColour(page)
  if (!bed) return []
  const mask = closed(different(page, bed), page.width, page.height)
  const found = components(mask, page.width, page.height)
    .map((outline) => boxOf(outline, page))
    .filter((box) => box !== undefined)
  const apart = found.filter((box) => !found.some((other) => other !== box && holds(other, box)))
  return apart.toSorted((a, b) => rank(a, page) - rank(b, page))
}

/** By rows of about a tenth of the page, then from the left. */
const rank = (box: Box, page: SmallPicture) => Math.round((box.y / page.height) * 6) * 10 + box.x / page.width

function bedColour({ width, height, data }: SmallPicture): [number, number, number] | undefined {
  const edge: number[] = []
  const ring = Math.max(1, Math.round(Math.min(width, height) * 0.015))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x >= ring && x < width - ring && y >= ring && y < height - ring) continue
      edge.push((y * width + x) * 3)
    }
  }
  const median = (channel: number) => {
    const values = edge.map((at) => data[at + channel] ?? 0).sort((a, b) => a - b)
    return values[values.length >> 1] ?? 0
  }
  const bed: [number, number, number] = [median(0), median(1), median(2)]
  const alike = edge.filter((at) => distance(data, at, bed) <= DIFFERENT)
  return alike.length >= edge.length * BED_SHARE ? bed : undefined
}

const distance = (data: Uint8Array, at: number, [r, g, b]: readonly [number, number, number]) =>
  Math.max(Math.abs((data[at] ?? 0) - r), Math.abs((data[at + 1] ?? 0) - g), Math.abs((data[at + 2] ?? 0) - b))

function different({ width, height, data }: SmallPicture, bed: readonly [number, number, number]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let i = 0; i < mask.length; i++) mask[i] = distance(data, i * 3, bed) > DIFFERENT ? 1 : 0
  return mask
}

/** Takes away single specks: a pixel stays when most of the nine around it are set. */
function closed(mask: Uint8Array, width: number, height: number): Uint8Array {
  const made = new Uint8Array(mask.length)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let set = 0
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) set += mask[(y + dy) * width + x + dx] ?? 0
      made[y * width + x] = set >= 5 ? 1 : 0
    }
  }
  return made
}

/** The outermost points of every connected piece: first and last of each of its rows. */
function components(mask: Uint8Array, width: number, height: number): Point[][] {
  const seen = new Uint8Array(mask.length)
  const found: Point[][] = []
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue
    const left = new Int32Array(height).fill(-1)
    const right = new Int32Array(height).fill(-1)
    const stack = [start]
    seen[start] = 1
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)]
      if (left[y] === -1 || x < (left[y] as number)) left[y] = x
      if (x > (right[y] as number)) right[y] = x
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= mask.length || mask[next] === 0 || seen[next] === 1) continue
        seen[next] = 1
        stack.push(next)
      }
    }
    found.push(outlineOf(left, right))
  }
  return found
}

/** Corners of pixels, not their middles: a piece is as wide as its pixels. */
function outlineOf(left: Int32Array, right: Int32Array): Point[] {
  const points: Point[] = []
  left.forEach((from, y) => {
    if (from < 0) return
    const to = (right[y] as number) + 1
    points.push({ x: from, y }, { x: from, y: y + 1 }, { x: to, y }, { x: to, y: y + 1 })
  })
  return points
}

function boxOf(outline: readonly Point[], page: SmallPicture): Box | undefined {
  const found = smallestRectangle(outline)
  if (!found) return undefined
  const { box, hullArea } = found
  const area = box.width * box.height
  const side = LEAST_SIDE * Math.min(page.width, page.height)
  const isPhoto =
    area >= LEAST_AREA * page.width * page.height &&
    Math.min(box.width, box.height) >= side &&
    hullArea / area >= LEAST_FILL
  return isPhoto ? box : undefined
}

const holds = (outer: Box, inner: Box) =>
  outer.width * outer.height > inner.width * inner.height &&
  Math.abs(outer.x - inner.x) < outer.width / 2 &&
  Math.abs(outer.y - inner.y) < outer.height / 2
