import { cutReflected, LUMA, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { BAND_REACH, type Bands, bandsOf, UNIT } from './bands.ts'
import type { Size } from './mask.ts'
import { normalAt } from './noise.ts'

/** Cells in which grain is measured, and how far around each is looked. */
const CELL = 64
const AROUND = 24
/** Grain is what the calmest blocks hold; eight pixels are enough to tell its strength. */
const BLOCK = 8
const CALM = 0.25
/** The calmer quarter of blocks is, by chance, a little calmer than all. */
const CHANCE = 1 / 0.94
/** Below a third of a level of 255 there is no grain. */
const LEAST = 0.35 / 255

/** Deviations of the fine and the middle band: [fine, middle] of light, then of red - light and blue - light. */
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
  const blocks = cleanBlocks(image, mask, left, top, side)
  if (blocks.length === 0) return undefined
  const grain = new Float32Array(image.channels === 1 ? 2 : 6)
  planesOf(toFloats(cut), cut.channels).forEach((plane, p) => {
    const { fine, middle } = bandsOf(plane, side, side)
    grain[2 * p] = calmest(fine, blocks, side)
    grain[2 * p + 1] = calmest(middle, blocks, side)
  })
  return grain
}

/** Places of blocks inside the picture that, with the reach of the bands, hold no damage. */
function cleanBlocks({ width, height }: Size, mask: Uint8Array, left: number, top: number, side: number): number[] {
  const blocks: number[] = []
  const isClean = (u: number, v: number) => {
    for (let y = v - BAND_REACH; y < v + BLOCK + BAND_REACH; y++) {
      const row = (top + y) * width + left
      for (let x = u - BAND_REACH; x < u + BLOCK + BAND_REACH; x++) if (mask[row + x] !== 0) return false
    }
    return true
  }
  for (let v = BAND_REACH; v + BLOCK + BAND_REACH <= side; v += BLOCK) {
    if (top + v < BAND_REACH || top + v + BLOCK + BAND_REACH > height) continue
    for (let u = BAND_REACH; u + BLOCK + BAND_REACH <= side; u += BLOCK) {
      if (left + u < BAND_REACH || left + u + BLOCK + BAND_REACH > width) continue
      if (isClean(u, v)) blocks.push(v * side + u)
    }
  }
  return blocks
}

function calmest(band: Float32Array, blocks: readonly number[], side: number): number {
  const levels = blocks.map((at) => deviation(band, at, side)).sort((a, b) => a - b)
  return (levels[Math.floor(CALM * levels.length)] as number) * CHANCE
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

/** White noise split into both bands, deviation 1 in each, for a rectangle: the same whatever rectangle a pixel is in. */
function unitGrain({ left, top, width, height }: Rectangle, seed: number): Bands {
  const [wide, high] = [width + 2 * BAND_REACH, height + 2 * BAND_REACH]
  const white = new Float32Array(wide * high)
  for (let y = 0, i = 0; y < high; y++)
    for (let x = 0; x < wide; x++, i++) white[i] = normalAt(left + x - BAND_REACH, top + y - BAND_REACH, seed)
  const bands = bandsOf(white, wide, high)
  const inner = (band: Float32Array, unit: number) => {
    const output = new Float32Array(width * height)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        output[y * width + x] = (band[(y + BAND_REACH) * wide + x + BAND_REACH] as number) / unit
    return output
  }
  return { fine: inner(bands.fine, UNIT.fine), middle: inner(bands.middle, UNIT.middle) }
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
  { map, wanted, missing, seed }: GrainWork,
): void {
  const strongest = Math.max(0, ...[...map.cells.values()].flatMap((grain) => [...grain]))
  if (strongest < LEAST) return
  for (let p = 0; p < (channels === 1 ? 1 : 3); p++) {
    const noise = unitGrain(place, seed * 3 + p)
    for (let y = 0, i = 0; y < place.height; y++) {
      for (let x = 0; x < place.width; x++, i++) {
        if (!wanted(i)) continue
        const [fine, middle] = strengthAt(map, place.left + x, place.top + y, p)
        const value = (fine * (noise.fine[i] as number) + middle * (noise.middle[i] as number)) * (missing?.(i) ?? 1)
        add(data, i * channels, channels, p, value)
      }
    }
  }
}

export interface GrainWork {
  readonly map: GrainMap
  readonly wanted: (index: number) => boolean
  readonly missing?: (index: number) => number
  readonly seed: number
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
  const { fine } = bandsOf(planesOf(data, channels)[0] as Float32Array, width, height)
  const blocks: number[] = []
  for (let y = 0; y + BLOCK <= height; y += BLOCK)
    for (let x = 0; x + BLOCK <= width; x += BLOCK) {
      const corners = [y * width + x, y * width + x + BLOCK - 1, (y + BLOCK - 1) * width + x]
      if (corners.every((at) => part[at] === 1)) blocks.push(y * width + x)
    }
  const [wanted] = strengthAt(map, box.left + width / 2, box.top + height / 2, 0)
  if (blocks.length === 0 || wanted < LEAST) return 0
  return Math.sqrt(Math.max(0, 1 - (calmest(fine, blocks, width) / wanted) ** 2))
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

/** Strength of both bands at a place: between the centres of cells, so that no cell shows. Empty cells do not count. */
function strengthAt({ columns, cells }: GrainMap, x: number, y: number, plane: number): [number, number] {
  const [cx, cy] = [x / CELL - 0.5, y / CELL - 0.5]
  const [left, top] = [Math.floor(cx), Math.floor(cy)]
  let [fine, middle, sum] = [0, 0, 0]
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const column = left + i
      const grain = column < 0 || column >= columns ? undefined : cells.get((top + j) * columns + column)
      if (!grain) continue
      const weight = (1 - Math.abs(cx - column)) * (1 - Math.abs(cy - top - j)) + 1e-6
      fine += weight * (grain[2 * plane] as number)
      middle += weight * (grain[2 * plane + 1] as number)
      sum += weight
    }
  }
  return sum === 0 ? [0, 0] : [fine / sum, middle / sum]
}
