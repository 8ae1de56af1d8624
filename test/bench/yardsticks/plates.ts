import { createRaster, type Raster, readRows } from '../../../src/shared/image/raster.ts'

/** Part of each side that is looked at when plates are compared: edges are torn and labelled. */
const INNER = 0.7
/** Farthest that one plate lies off another, as a part of its height. */
const REACH = 0.08
/** Part of each side that is cut off afterwards. */
const BORDER = 0.07
/** Shortest side at which the search begins. */
const COARSE = 90

/** Light of a plate, row by row. */
interface Plate {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}
export interface Shift {
  readonly x: number
  readonly y: number
}

/**
 * Three exposures through blue, green and red on one glass, below one another (S. Prokudin-Gorskii, 1905-15), as one
 * colour picture: red and blue are laid on green where their edges agree best.
 */
export function alignPlates(scan: Raster): { readonly image: Raster; readonly red: Shift; readonly blue: Shift } {
  const height = Math.floor(scan.height / 3)
  const [blue, green, red] = [0, 1, 2].map((i) => plateOf(scan, i * height, height)) as [Plate, Plate, Plate]
  const [toRed, toBlue] = [shiftOf(green, red), shiftOf(green, blue)]
  const [left, top] = [Math.round(BORDER * green.width), Math.round(BORDER * height)]
  const [wide, high] = [green.width - 2 * left, height - 2 * top]
  const image = createRaster(wide, high, 3, false)
  const at = (plate: Plate, x: number, y: number) => plate.data[clamp(y, height) * plate.width + clamp(x, plate.width)]
  for (let i = 0; i < wide * high; i++) {
    const [x, y] = [left + (i % wide), top + Math.floor(i / wide)]
    image.store[3 * i] = at(red, x + toRed.x, y + toRed.y) as number
    image.store[3 * i + 1] = at(green, x, y) as number
    image.store[3 * i + 2] = at(blue, x + toBlue.x, y + toBlue.y) as number
  }
  return { image, red: toRed, blue: toBlue }
}

const clamp = (value: number, length: number) => Math.min(length - 1, Math.max(0, value))

function plateOf(scan: Raster, top: number, height: number): Plate {
  const rows = readRows(scan, top, height)
  return {
    width: scan.width,
    height,
    data: Float32Array.from({ length: scan.width * height }, (_, i) => rows[i * scan.channels] as number),
  }
}

/** Where `other` has what `base` has: `other(x + shift.x, y + shift.y)`. From coarse to fine. */
export function shiftOf(base: Plate, other: Plate): Shift {
  if (Math.min(base.width, base.height) < 2 * COARSE)
    return search(base, other, { x: 0, y: 0 }, Math.ceil(REACH * base.height))
  const half = shiftOf(halved(base), halved(other))
  return search(base, other, { x: 2 * half.x, y: 2 * half.y }, 2)
}

function halved({ width, height, data }: Plate): Plate {
  const [wide, high] = [width >> 1, height >> 1]
  const at = (x: number, y: number) => data[y * width + x] as number
  return {
    width: wide,
    height: high,
    data: Float32Array.from({ length: wide * high }, (_, i) => {
      const [x, y] = [2 * (i % wide), 2 * Math.floor(i / wide)]
      return (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4
    }),
  }
}

function search(base: Plate, other: Plate, around: Shift, reach: number): Shift {
  const [first, second] = [edgesOf(base), edgesOf(other)]
  let best = { ...around, score: Number.NEGATIVE_INFINITY }
  for (let y = around.y - reach; y <= around.y + reach; y++) {
    for (let x = around.x - reach; x <= around.x + reach; x++) {
      const score = agreement(first, second, x, y)
      if (score > best.score) best = { x, y, score }
    }
  }
  return { x: best.x, y: best.y }
}

/** Strength of edges: light itself differs between the filters, edges hardly. */
function edgesOf({ width, height, data }: Plate): Plate {
  const at = (x: number, y: number) => data[clamp(y, height) * width + clamp(x, width)] as number
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      return Math.hypot(at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1))
    }),
  }
}

/** Normalised correlation of the inner part. */
function agreement(base: Plate, other: Plate, dx: number, dy: number): number {
  const { width, height } = base
  const [left, top] = [Math.round((width * (1 - INNER)) / 2), Math.round((height * (1 - INNER)) / 2)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let y = top; y < height - top; y++) {
    const [a, b] = [y * width, clamp(y + dy, height) * width]
    for (let x = left; x < width - left; x++) {
      const [own, its] = [base.data[a + x] as number, other.data[b + clamp(x + dx, width)] as number]
      xy += own * its
      xx += own * own
      yy += its * its
    }
  }
  return xy / Math.sqrt(Math.max(1e-12, xx * yy))
}
