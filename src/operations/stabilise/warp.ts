import { createRaster, type Raster, reflect, toFloats } from '../../shared/image/raster.ts'
import type { FrameMotion, RunContext } from '../define.ts'

/** Rows between two looks at whether the work is still wanted. */
const ROWS = 64

/**
 * Shifts, turns and enlarges a frame about its middle, by bicubic interpolation (Catmull and Rom); what comes from
 * outside is the frame mirrored at its edge.
 */
export async function warp(image: Raster, move: FrameMotion, zoom: number, context: RunContext): Promise<Raster> {
  const { width, height, channels } = image
  const data = toFloats(image)
  const result = createRaster(width, height, channels, false)
  const output = result.store as Float32Array
  const [cos, sin] = [Math.cos(move.turn) / zoom, Math.sin(move.turn) / zoom]
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2]
  const [sx, sy] = [move.dx * width, move.dy * height]
  for (let y = 0; y < height; y++) {
    if (y % ROWS === 0) {
      await context.pause()
      context.progress(y / height)
    }
    for (let x = 0; x < width; x++) {
      // The way back: where does this pixel come from?
      const [u, v] = [x - cx - sx, y - cy - sy]
      sample(data, image, cos * u + sin * v + cx, cos * v - sin * u + cy, output, (y * width + x) * channels)
    }
  }
  context.progress(1)
  return result
}

function sample(
  data: Float32Array,
  { width, height, channels }: Raster,
  x: number,
  y: number,
  output: Float32Array,
  at: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  weights(x - left, across)
  weights(y - top, down)
  const isInside = left >= 1 && top >= 1 && left + 2 < width && top + 2 < height
  for (let c = 0; c < channels; c++) output[at + c] = 0
  for (let j = 0; j < 4; j++) {
    const row = (isInside ? top - 1 + j : reflect(top - 1 + j, height)) * width
    for (let i = 0; i < 4; i++) {
      const from = (row + (isInside ? left - 1 + i : reflect(left - 1 + i, width))) * channels
      const weight = (down[j] as number) * (across[i] as number)
      for (let c = 0; c < channels; c++)
        output[at + c] = (output[at + c] as number) + weight * (data[from + c] as number)
    }
  }
}

const across = new Float64Array(4)
const down = new Float64Array(4)

/** Weights of four neighbours at `t` between the second and the third. */
function weights(t: number, into: Float64Array): void {
  const [t2, t3] = [t * t, t * t * t]
  into[0] = (-t3 + 2 * t2 - t) / 2
  into[1] = (3 * t3 - 5 * t2 + 2) / 2
  into[2] = (-3 * t3 + 4 * t2 + t) / 2
  into[3] = (t3 - t2) / 2
}
