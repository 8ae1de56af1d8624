import {
  clamp01,
  createRaster,
  type Raster,
  rasterOf,
  readRows,
  toFloats,
  writeRows,
} from '../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../define.ts'
import { contextOf } from '../support/context-of.ts'

/** The detector knows lines of up to about ten pixels: scans with a longer side than this are looked at smaller, too. */
const FINE_SIDE = 1600
/** BT.601, as in training. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const

/**
 * How surely every pixel is damaged, 0..255, row by row. Runs at the picture's own scale and, where the scan is so fine
 * that a scratch is a broad band, at a half, a quarter ... of it; the surest answer counts.
 *
 * @param progress part of the operation's progress that this is
 */
export async function findDamage(
  image: Raster,
  session: ModelSession,
  context: RunContext,
  progress: readonly [from: number, to: number],
): Promise<Uint8Array> {
  const [from, to] = progress
  const needs = { overlap: contextOf(session), align: session.card.multiple, channels: 1 as const }
  const look = async (picture: Raster, until: number, since: number) =>
    bytesOf(
      await context.tile(picture, { ...needs, progress: [since, until] }, (tile) => session.run(lightOf(tile))),
      context,
    )
  const own = from + (to - from) * 0.75
  const found = await look(image, own, from)
  let small = image
  // A part is looked at as it would be in its picture.
  const { frame } = context.part ?? { frame: image }
  for (let side = Math.max(frame.width, frame.height); side > FINE_SIDE; side /= 2) {
    await context.pause()
    small = await halfLight(small, context)
    raise(found, image, await look(small, to, own), small)
  }
  return found
}

function lightOf(tile: Raster): Raster {
  if (tile.channels === 1) return tile
  const data = toFloats(tile)
  const light = new Float32Array(tile.width * tile.height)
  for (let i = 0, at = 0; i < light.length; i++, at += tile.channels)
    light[i] = RED * (data[at] as number) + GREEN * (data[at + 1] as number) + BLUE * (data[at + 2] as number)
  return rasterOf(tile.width, tile.height, 1, light)
}

async function bytesOf(mask: Raster, context: RunContext): Promise<Uint8Array> {
  const bytes = new Uint8Array(mask.width * mask.height)
  for (let y = 0; y < mask.height; y++) {
    if (y % 512 === 0) await context.pause()
    const row = readRows(mask, y, 1)
    for (let x = 0; x < mask.width; x++) bytes[y * mask.width + x] = Math.round(clamp01(row[x] as number) * 255)
  }
  return bytes
}

/** Light at half the size: means of 2 x 2 pixels, an odd edge counted twice. */
async function halfLight(image: Raster, context: RunContext): Promise<Raster> {
  const [width, height] = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)]
  const half = createRaster(width, height, 1)
  for (let y = 0; y < height; y++) {
    if (y % 512 === 0) await context.pause()
    const rows = Math.min(2, image.height - 2 * y)
    const light = toFloats(lightOf(rasterOf(image.width, rows, image.channels, readRows(image, 2 * y, rows))))
    const below = (rows - 1) * image.width
    const row = new Float32Array(width)
    for (let x = 0; x < width; x++) {
      const [a, b] = [2 * x, Math.min(2 * x + 1, image.width - 1)]
      row[x] =
        ((light[a] as number) + (light[b] as number) + (light[below + a] as number) + (light[below + b] as number)) / 4
    }
    writeRows(half, y, row)
  }
  return half
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Takes the larger of a mask and a smaller one, enlarged bilinearly. */
function raise(
  mask: Uint8Array,
  { width, height }: Size,
  small: Uint8Array,
  { width: wide, height: high }: Size,
): void {
  const [stepX, stepY] = [wide / width, high / height]
  for (let y = 0; y < height; y++) {
    const [y0, y1, fy] = between((y + 0.5) * stepY - 0.5, high)
    for (let x = 0; x < width; x++) {
      const [x0, x1, fx] = between((x + 0.5) * stepX - 0.5, wide)
      const top = (small[y0 * wide + x0] as number) * (1 - fx) + (small[y0 * wide + x1] as number) * fx
      const bottom = (small[y1 * wide + x0] as number) * (1 - fx) + (small[y1 * wide + x1] as number) * fx
      const value = top * (1 - fy) + bottom * fy
      if (value > (mask[y * width + x] as number)) mask[y * width + x] = value
    }
  }
}

/** The two samples around a place and how far it is from the first. */
function between(place: number, length: number): [number, number, number] {
  const inside = Math.min(length - 1, Math.max(0, place))
  const first = Math.floor(inside)
  return [first, Math.min(length - 1, first + 1), inside - first]
}
