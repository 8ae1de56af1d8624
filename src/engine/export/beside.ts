import { type Channels, createRaster, hasAlpha, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import { resample } from '../pipeline/resample.ts'

/** Share of the height that separates two pictures. */
const GAP = 0.02
/** Heights of shapes that differ by less than this are the same picture, not a cropped one. */
const SAME_SHAPE = 0.02

/**
 * The scan and the restoration in one picture: beside each other on white, or the left half of one and the right half
 * of the other. A cropped restoration has no halves in common with its scan: then they stand beside each other.
 * @param kind `side` or `divider`
 */
export async function together(scan: Raster, result: Raster, kind: 'side' | 'divider'): Promise<Raster> {
  const shapes = scan.width / scan.height / (result.width / result.height)
  const halves = kind === 'divider' && Math.abs(shapes - 1) < SAME_SHAPE
  const { height } = result
  const width = halves ? result.width : Math.max(1, Math.round((scan.width * height) / scan.height))
  const left = opaqueRgb(await resample(scan, { width, height }))
  const right = opaqueRgb(result)
  const gap = Math.max(2, Math.round(height * (halves ? 0.002 : GAP)))
  const made = createRaster(halves ? width : width + gap + right.width, height, 3)
  for (let y = 0; y < height; y++) {
    const row = new Float32Array(made.width * 3).fill(1)
    const [a, b] = [readRows(left, y, 1), readRows(right, y, 1)]
    if (halves) {
      const middle = Math.floor(width / 2)
      row.set(a.subarray(0, (middle - Math.ceil(gap / 2)) * 3))
      const from = (middle + Math.floor(gap / 2)) * 3
      row.set(b.subarray(from), from)
    } else {
      row.set(a)
      row.set(b, (width + gap) * 3)
    }
    writeRows(made, y, row)
  }
  return made
}

/** Three channels: gray spread, transparency laid over white. */
function opaqueRgb(raster: Raster): Raster {
  if (raster.channels === 3) return raster
  const made = createRaster(raster.width, raster.height, 3)
  for (let y = 0; y < raster.height; y++) writeRows(made, y, rgbRow(readRows(raster, y, 1), raster.channels))
  return made
}

function rgbRow(row: Float32Array, channels: Channels): Float32Array {
  const pixels = row.length / channels
  const made = new Float32Array(pixels * 3)
  for (let i = 0; i < pixels; i++) {
    const alpha = hasAlpha({ channels }) ? (row[(i + 1) * channels - 1] ?? 1) : 1
    for (let c = 0; c < 3; c++) {
      const sample = row[i * channels + (channels < 3 ? 0 : c)] ?? 0
      made[i * 3 + c] = sample * alpha + 1 - alpha
    }
  }
  return made
}
