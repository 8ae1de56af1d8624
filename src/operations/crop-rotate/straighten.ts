import { createRaster, cutReflected, hasAlpha, type Raster, writeRows } from '../../shared/image/raster.ts'
import type { RunContext, Size } from '../define.ts'
import type { Box } from './geometry.ts'

const LOBES = 3
const TAPS = 2 * LOBES
/** Fractions of a pixel the kernel is tabulated at: finer than any 16-bit value can show. */
const PHASES = 1024
const ROWS = 64
const COLUMNS = 512

const lanczos = (x: number): number => {
  if (x === 0) return 1
  if (Math.abs(x) >= LOBES) return 0
  const p = Math.PI * x
  return (LOBES * Math.sin(p) * Math.sin(p / LOBES)) / (p * p)
}

/** `PHASES + 1` rows of six weights that add up to 1. */
const kernel = (() => {
  const table = new Float32Array((PHASES + 1) * TAPS)
  for (let phase = 0; phase <= PHASES; phase++) {
    const weights = Array.from({ length: TAPS }, (_, k) => lanczos(k - (LOBES - 1) - phase / PHASES))
    const sum = weights.reduce((a, b) => a + b, 0)
    weights.forEach((weight, k) => {
      table[phase * TAPS + k] = weight / sum
    })
  }
  return table
})()

export interface Straightening {
  /** Degrees, clockwise. */
  readonly angle: number
  /** Size of the straightened picture; its middle is the middle of the input. */
  readonly frame: Size
  /** The part of the frame to make. */
  readonly box: Box
}

/** Turns by a small angle with Lanczos-3. What lies outside the input becomes white paper, or transparent. */
export async function straighten(
  image: Raster,
  { angle, frame, box }: Straightening,
  context: RunContext,
): Promise<Raster> {
  const radians = (angle * Math.PI) / 180
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)]
  const back = (x: number, y: number) => {
    const dx = x + box.left - (frame.width - 1) / 2
    const dy = y + box.top - (frame.height - 1) / 2
    return { x: cos * dx + sin * dy + (image.width - 1) / 2, y: cos * dy - sin * dx + (image.height - 1) / 2 }
  }
  const result = createRaster(box.width, box.height, image.channels)
  for (let top = 0; top < box.height; top += ROWS) {
    const rows = Math.min(ROWS, box.height - top)
    const output = new Float32Array(rows * box.width * image.channels)
    for (let left = 0; left < box.width; left += COLUMNS) {
      await context.pause()
      const columns = Math.min(COLUMNS, box.width - left)
      fillBlock(image, output, { left, top, columns, rows, width: box.width }, back)
    }
    writeRows(result, top, output)
    context.progress((top + rows) / box.height)
  }
  return result
}

interface Block {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  /** Of the whole output band, in pixels. */
  readonly width: number
}

type Back = (x: number, y: number) => { readonly x: number; readonly y: number }

function fillBlock(image: Raster, output: Float32Array, block: Block, back: Back): void {
  const { left, top, columns, rows, width } = block
  const corners = [
    back(left, top),
    back(left + columns - 1, top),
    back(left, top + rows - 1),
    back(left + columns - 1, top + rows - 1),
  ]
  const [minX, minY] = [Math.min(...corners.map(({ x }) => x)), Math.min(...corners.map(({ y }) => y))]
  const [maxX, maxY] = [Math.max(...corners.map(({ x }) => x)), Math.max(...corners.map(({ y }) => y))]
  const [originX, originY] = [Math.floor(minX) - LOBES, Math.floor(minY) - LOBES]
  const source = cutReflected(
    image,
    originX,
    originY,
    Math.ceil(maxX) - originX + LOBES + 2,
    Math.ceil(maxY) - originY + LOBES + 2,
  )
  const { channels } = image
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const at = back(left + x, top + y)
      const to = (y * width + left + x) * channels
      const inside = at.x >= -0.5 && at.y >= -0.5 && at.x <= image.width - 0.5 && at.y <= image.height - 0.5
      if (inside) sample(source, at.x - originX, at.y - originY, output, to)
      else paper(output, to, channels, hasAlpha(image))
    }
  }
}

function paper(output: Float32Array, to: number, channels: number, transparent: boolean): void {
  output.fill(1, to, to + channels)
  if (transparent) output[to + channels - 1] = 0
}

function sample(source: Raster, x: number, y: number, output: Float32Array, to: number): void {
  const data = source.store as Float32Array
  const { channels } = source
  const stride = source.width * channels
  const [floorX, floorY] = [Math.floor(x), Math.floor(y)]
  const acrossAt = Math.round((x - floorX) * PHASES) * TAPS
  const downAt = Math.round((y - floorY) * PHASES) * TAPS
  const origin = (floorY - LOBES + 1) * stride + (floorX - LOBES + 1) * channels
  for (let c = 0; c < channels; c++) {
    let sum = 0
    for (let j = 0; j < TAPS; j++) {
      let row = 0
      for (let i = 0, from = origin + j * stride + c; i < TAPS; i++, from += channels) {
        row += (kernel[acrossAt + i] as number) * (data[from] as number)
      }
      sum += (kernel[downAt + j] as number) * row
    }
    output[to + c] = sum
  }
}
