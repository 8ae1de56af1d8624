import { bandHeight, createRaster, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { afterTurn, type Box, type Turning } from './geometry.ts'

/** Where an output pixel comes from: `start + x * perColumn + y * perRow`, in pixels of the input. */
interface Walk {
  readonly startX: number
  readonly startY: number
  readonly perColumn: readonly [number, number]
  readonly perRow: readonly [number, number]
}

/** Turns by quarters, flips, and cuts, without touching a sample: every pixel of the result is one of the input. */
export async function moveExactly(
  image: Raster,
  { turn, flip, box }: { readonly turn: Turning['turn']; readonly flip: Turning['flip']; readonly box: Box },
  context: RunContext,
): Promise<Raster> {
  const turned = afterTurn(turn, image)
  if (turn === 0 && flip === 'none' && box.width === image.width && box.height === image.height) return image
  const walk = walkFor(image, turn, flip, turned, box)
  const result = createRaster(box.width, box.height, image.channels)
  // A sideways walk reads a column per output row: bands keep the input rows that are unpacked at once few.
  const band = Math.min(256, bandHeight(box.width))
  for (let top = 0; top < box.height; top += band) {
    await context.pause()
    const rows = Math.min(band, box.height - top)
    const output = new Float32Array(rows * box.width * image.channels)
    fillBand(image, output, walk, top, rows, box.width)
    writeRows(result, top, output)
    context.progress((top + rows) / box.height)
  }
  return result
}

function walkFor(
  image: Raster,
  turn: Turning['turn'],
  flip: Turning['flip'],
  turned: { readonly width: number; readonly height: number },
  box: Box,
): Walk {
  // From the flipped and turned picture back to the input, for three points: origin, one right, one down.
  const back = (x: number, y: number): readonly [number, number] => {
    const u = flip === 'horizontal' ? turned.width - 1 - x : x
    const v = flip === 'vertical' ? turned.height - 1 - y : y
    if (turn === 90) return [v, image.height - 1 - u]
    if (turn === 180) return [image.width - 1 - u, image.height - 1 - v]
    if (turn === 270) return [image.width - 1 - v, u]
    return [u, v]
  }
  const [x0, y0] = back(box.left, box.top)
  const [x1, y1] = back(box.left + 1, box.top)
  const [x2, y2] = back(box.left, box.top + 1)
  return { startX: x0, startY: y0, perColumn: [x1 - x0, y1 - y0], perRow: [x2 - x0, y2 - y0] }
}

function fillBand(image: Raster, output: Float32Array, walk: Walk, top: number, rows: number, width: number): void {
  const { channels } = image
  const stride = image.width * channels
  const [dx, dy] = walk.perColumn
  const [ex, ey] = walk.perRow
  const [firstY, lastY] = [walk.startY + top * ey, walk.startY + (top + rows - 1) * ey + (width - 1) * dy]
  const base = Math.min(firstY, lastY, firstY + (width - 1) * dy)
  const highest = Math.max(firstY, lastY, firstY + (width - 1) * dy, walk.startY + (top + rows - 1) * ey)
  const lowest = Math.min(base, walk.startY + (top + rows - 1) * ey)
  const data = readRows(image, lowest, highest - lowest + 1)
  let to = 0
  for (let y = top; y < top + rows; y++) {
    let from = (walk.startY + y * ey - lowest) * stride + (walk.startX + y * ex) * channels
    const step = dy * stride + dx * channels
    for (let x = 0; x < width; x++, from += step) {
      for (let c = 0; c < channels; c++) output[to++] = data[from + c] as number
    }
  }
}
