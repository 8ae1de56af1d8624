import { createRaster, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import type { Box } from '../../shared/pages.ts'

/** Less is not seen along the longest side of a scan, and pixels that stay where they are stay as they are. */
const UPRIGHT = 0.02

/** Cuts a photo out of its page and straightens it: pixel by pixel where it lies straight, else by Catmull-Rom. */
export function cutOut(page: Raster, box: Box): Raster {
  const width = Math.max(1, Math.round(box.width))
  const height = Math.max(1, Math.round(box.height))
  const made = createRaster(width, height, page.channels)
  if (Math.abs(box.angle) < UPRIGHT) copyRows(page, made, Math.round(box.x - width / 2), Math.round(box.y - height / 2))
  else turned(page, made, box)
  return made
}

const clamp = (value: number, most: number) => (value < 0 ? 0 : value > most ? most : value)

function copyRows(page: Raster, made: Raster, left: number, top: number): void {
  const { channels } = page
  for (let y = 0; y < made.height; y++) {
    const source = readRows(page, clamp(top + y, page.height - 1), 1)
    const row = new Float32Array(made.width * channels)
    for (let x = 0; x < made.width; x++) {
      const from = clamp(left + x, page.width - 1) * channels
      for (let c = 0; c < channels; c++) row[x * channels + c] = source[from + c] ?? 0
    }
    writeRows(made, y, row)
  }
}

/** Catmull-Rom: passes through the samples, a = -1/2. */
function weights(t: number): [number, number, number, number] {
  const [t2, t3] = [t * t, t * t * t]
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2]
}

function turned(page: Raster, made: Raster, box: Box): void {
  const angle = (box.angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const { channels } = page
  const scale = page.store instanceof Uint16Array ? 1 / 65535 : 1
  for (let y = 0; y < made.height; y++) {
    const row = new Float32Array(made.width * channels)
    const v = y + 0.5 - made.height / 2
    for (let x = 0; x < made.width; x++) {
      const u = x + 0.5 - made.width / 2
      const [sx, sy] = [box.x + u * cos - v * sin - 0.5, box.y + u * sin + v * cos - 0.5]
      sample(page, sx, sy, row, x * channels, scale)
    }
    writeRows(made, y, row)
  }
}

function sample(page: Raster, sx: number, sy: number, row: Float32Array, to: number, scale: number): void {
  const { width, height, channels, store } = page
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)]
  const [wx, wy] = [weights(sx - x0), weights(sy - y0)]
  for (let j = 0; j < 4; j++) {
    const line = clamp(y0 + j - 1, height - 1) * width
    for (let i = 0; i < 4; i++) {
      const weight = (wx[i] ?? 0) * (wy[j] ?? 0) * scale
      const from = (line + clamp(x0 + i - 1, width - 1)) * channels
      for (let c = 0; c < channels; c++) row[to + c] = (row[to + c] ?? 0) + weight * (store[from + c] ?? 0)
    }
  }
}
