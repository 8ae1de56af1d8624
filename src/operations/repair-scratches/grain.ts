import { cutReflected, LUMA, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { BAND_REACH, BANDS, bandsOf, gainsFor } from '../support/octaves.ts'
import type { Size } from './mask.ts'
import { normalAt } from './noise.ts'

/** Cells in which grain is measured, and how far around each is looked. */
const CELL = 64
const AROUND = 32
/** Grain is what the calmest blocks hold; eight pixels are enough to tell its strength. */
const BLOCK = 8
const CALM = 0.1
/** Fewer blocks than this tell nothing. */
const FEWEST = 4
/** Below a third of a level of 255 there is no grain. */
const LEAST = 0.35 / 255

/** Gains of white noise in every band: those of light, then of red - light and of blue - light. */
export type Grain = Float32Array

/** Grain around the damage, in a grid of cells; cells without damage, or without anything but damage, are empty. */
export interface GrainMap {
  readonly columns: number
  readonly cells: ReadonlyMap<number, Grain>
}

/** Light and, for colour, both colour differences. Inverse: `addGrain`. */
export function planesOf(data: Float32Array, channels: number): Float32Array[] {
  if (channels === 1) return [data]
  const count = data.length / channels
  const planes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)] as const
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number]
    const light = LUMA[0] * r + LUMA[1] * g + LUMA[2] * b
    planes[0][i] = light
    planes[1][i] = r - light
    planes[2][i] = b - light
  }
  return [...planes]
}

/** Measures the grain of the picture wherever something will be filled. */
export async function measureGrain(image: Raster, mask: Uint8Array, { pause }: Pick<RunContext, 'pause'>) {
  const columns = Math.ceil(image.width / CELL)
  const cells = new Map<number, Grain>()
  for (const cell of damagedCells(mask, image)) {
    if (cells.size % 64 === 0) await pause()
    const [x, y] = [(cell % columns) * CELL, Math.floor(cell / columns) * CELL]
    const grain = measureCell(image, mask, x, y)
    if (grain) cells.set(cell, grain)
  }
  return { columns, cells } satisfies GrainMap
}

function damagedCells(mask: Uint8Array, { width, height }: Size): Set<number> {
  const columns = Math.ceil(width / CELL)
  const found = new Set<number>()
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (mask[i] !== 0) found.add(Math.floor(y / CELL) * columns + Math.floor(x / CELL))
  return found
}

function measureCell(image: Raster, mask: Uint8Array, x: number, y: number): Grain | undefined {
  const side = CELL + 2 * AROUND
  const [left, top] = [x - AROUND, y - AROUND]
  const cut = cutReflected(image, left, top, side, side)
  // Between many scratches no block is far from all of them: then a little of their edges is put up with.
  const blocks = [BAND_REACH, 3, 1]
    .map((reach) => cleanBlocks(image, mask, { left, top, width: side, height: side }, reach))
    .find((found) => found.length >= FEWEST)
  if (!blocks) return undefined
  const planes = planesOf(toFloats(cut), cut.channels)
  return Float32Array.from(planes.flatMap((plane) => gainsFor(levelsOf(plane, blocks, side))))
}

/** Deviation of grain in every band of a plane. */
const levelsOf = (plane: Float32Array, blocks: readonly number[], side: number): number[] =>
  bandsOf(plane, side, Math.floor(plane.length / side)).map((band, b) => {
    const level = calmest(band, blocks, side) / (byChance()[b] as number)
    return level < LEAST ? 0 : level
  })

let chance: readonly number[] | undefined
/** The calmest blocks are, by chance, calmer than all: what is measured of noise, as a part of what it is. */
function byChance(): readonly number[] {
  if (chance) return chance
  const side = 128
  const white = Float32Array.from({ length: side * side }, (_, i) => normalAt(i % side, Math.floor(i / side), 1))
  const blocks: number[] = []
  for (let y = BLOCK; y + 2 * BLOCK <= side; y += BLOCK)
    for (let x = BLOCK; x + 2 * BLOCK <= side; x += BLOCK) blocks.push(y * side + x)
  chance = bandsOf(white, side, side).map((band) => {
    const all = blocks.reduce((sum, at) => sum + deviation(band, at, side) ** 2, 0) / blocks.length
    return calmest(band, blocks, side) / Math.sqrt(all)
  })
  return chance
}

/** Places of blocks inside the picture that hold no damage, nor does what lies within `reach` of them. */
function cleanBlocks(frame: Size, mask: Uint8Array, { left, top, width, height }: Rectangle, reach: number): number[] {
  const blocks: number[] = []
  const isClean = (u: number, v: number) => {
    for (let y = v - reach; y < v + BLOCK + reach; y++) {
      const row = (top + y) * frame.width + left
      for (let x = u - reach; x < u + BLOCK + reach; x++) if (mask[row + x] !== 0) return false
    }
    return true
  }
  for (let v = reach; v + BLOCK + reach <= height; v += BLOCK) {
    if (top + v < reach || top + v + BLOCK + reach > frame.height) continue
    for (let u = reach; u + BLOCK + reach <= width; u += BLOCK) {
      if (left + u < reach || left + u + BLOCK + reach > frame.width) continue
      if (isClean(u, v)) blocks.push(v * width + u)
    }
  }
  return blocks
}

function calmest(band: Float32Array, blocks: readonly number[], side: number): number {
  const levels = blocks.map((at) => deviation(band, at, side)).sort((a, b) => a - b)
  return levels[Math.floor(CALM * levels.length)] as number
}

function deviation(band: Float32Array, at: number, side: number): number {
  let squares = 0
  for (let y = 0; y < BLOCK; y++) for (let x = 0; x < BLOCK; x++) squares += (band[at + y * side + x] as number) ** 2
  return Math.sqrt(squares / (BLOCK * BLOCK))
}

/** A rectangle of the picture, in its pixels. */
export interface Rectangle extends Size {
  readonly left: number
  readonly top: number
}

/** White noise cut to each band, its own for each, for a rectangle: the same whatever rectangle a pixel is in. */
function bandNoise({ left, top, width, height }: Rectangle, seed: number): Float32Array[] {
  const [wide, high] = [width + 2 * BAND_REACH, height + 2 * BAND_REACH]
  return Array.from({ length: BANDS }, (_, b) => {
    const white = new Float32Array(wide * high)
    for (let y = 0, i = 0; y < high; y++)
      for (let x = 0; x < wide; x++, i++)
        white[i] = normalAt(left + x - BAND_REACH, top + y - BAND_REACH, seed * BANDS + b)
    const band = bandsOf(white, wide, high)[b] as Float32Array
    const inner = new Float32Array(width * height)
    for (let y = 0; y < height; y++) {
      const from = (y + BAND_REACH) * wide + BAND_REACH
      inner.set(band.subarray(from, from + width), y * width)
    }
    return inner
  })
}

/**
 * Adds grain as strong and as coarse as around, to places that a network or a copy left smooth.
 * @param data colours of the rectangle, interleaved; changed in place
 * @param wanted which pixels get it
 * @param missing part of the grain that is not there yet, 0..1; all where left out
 */
export function addGrain(
  data: Float32Array,
  channels: number,
  place: Rectangle,
  { map, wanted, missing, seed, origin = { left: 0, top: 0 } }: GrainWork,
): void {
  const isGrainy = [...map.cells.values()].some((grain) => grain.some((gain) => gain > 0))
  const box = isGrainy ? boxOf(wanted, place) : undefined
  if (!box) return
  for (let p = 0; p < (channels === 1 ? 1 : 3); p++) {
    const noise = bandNoise({ ...box, left: origin.left + box.left, top: origin.top + box.top }, seed * 3 + p)
    for (let y = 0, n = 0; y < box.height; y++) {
      for (let x = 0; x < box.width; x++, n++) {
        const i = (box.top - place.top + y) * place.width + box.left - place.left + x
        if (!wanted(i)) continue
        let value = 0
        const gains = gainsAt(map, box.left + x, box.top + y, p)
        for (let b = 0; b < BANDS; b++) value += (gains[b] as number) * (noise[b]?.[n] as number)
        add(data, i * channels, channels, p, value * (missing?.(i) ?? 1))
      }
    }
  }
}

/** The smallest rectangle around all wanted pixels. */
function boxOf(wanted: (index: number) => boolean, { left, top, width, height }: Rectangle): Rectangle | undefined {
  let [x0, x1, y0, y1] = [width, -1, height, -1]
  for (let i = 0; i < width * height; i++) {
    if (!wanted(i)) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    ;[x0, x1] = [Math.min(x0, x), Math.max(x1, x)]
    ;[y0, y1] = [Math.min(y0, y), Math.max(y1, y)]
  }
  return x1 < 0 ? undefined : { left: left + x0, top: top + y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }
}

export interface GrainWork {
  readonly map: GrainMap
  readonly wanted: (index: number) => boolean
  readonly missing?: (index: number) => number
  readonly seed: number
  /** Where the image lies in its picture, when it is a part of it: the same pixel gets the same grain. */
  readonly origin?: { readonly left: number; readonly top: number } | undefined
}

/**
 * Part of the grain that a copied place lacks, 0..1: copies bring their own grain, means of copies less of it.
 * @param data colours of the box, interleaved
 * @param part pixels of the box that were filled
 */
export function missingGrain(
  data: Float32Array,
  channels: number,
  box: Rectangle,
  part: Uint8Array,
  map: GrainMap,
): number {
  const { width, height } = box
  const light = planesOf(data, channels)[0] as Float32Array
  const blocks: number[] = []
  for (let y = 0; y + BLOCK <= height; y += BLOCK)
    for (let x = 0; x + BLOCK <= width; x += BLOCK) {
      const corners = [y * width + x, y * width + x + BLOCK - 1, (y + BLOCK - 1) * width + x]
      if (corners.every((at) => part[at] === 1)) blocks.push(y * width + x)
    }
  const wanted = gainsAt(map, box.left + width / 2, box.top + height / 2, 0)[0] as number
  if (blocks.length === 0 || wanted === 0) return 0
  const own = gainsFor(levelsOf(light, blocks, width))[0] as number
  return Math.sqrt(Math.max(0, 1 - (own / wanted) ** 2))
}

/** Grain of light goes to all channels; that of a colour difference leaves light as it is. */
function add(data: Float32Array, at: number, channels: number, plane: number, value: number): void {
  if (plane === 0) {
    for (let c = 0; c < channels; c++) data[at + c] = (data[at + c] as number) + value
    return
  }
  const own = plane === 1 ? 0 : 2
  data[at + own] = (data[at + own] as number) + value
  data[at + 1] = (data[at + 1] as number) - (value * LUMA[own]) / LUMA[1]
}

const gains = new Float32Array(BANDS)
/**
 * Gains at a place: between the centres of cells, so that no cell shows. Empty cells do not count.
 * @returns one array, used again by the next call
 */
function gainsAt({ columns, cells }: GrainMap, x: number, y: number, plane: number): Float32Array {
  const [cx, cy] = [x / CELL - 0.5, y / CELL - 0.5]
  const [left, top] = [Math.floor(cx), Math.floor(cy)]
  let sum = 0
  gains.fill(0)
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const column = left + i
      const grain = column < 0 || column >= columns ? undefined : cells.get((top + j) * columns + column)
      if (!grain) continue
      const weight = (1 - Math.abs(cx - column)) * (1 - Math.abs(cy - top - j)) + 1e-6
      for (let b = 0; b < BANDS; b++) gains[b] = (gains[b] as number) + weight * (grain[plane * BANDS + b] as number)
      sum += weight
    }
  }
  if (sum > 0) for (let b = 0; b < BANDS; b++) gains[b] = (gains[b] as number) / sum
  return gains
}
