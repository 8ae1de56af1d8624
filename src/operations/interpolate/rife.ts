import { cutReflected, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../define.ts'

/** Context of a tile, where a frame is too large for one: motion beyond it is not followed across its border. */
const OVERLAP = 64

/**
 * Frames between two by a network of others, in the ways RIFE is published as one graph with one input. All begin with
 * both frames, RGB 0..1, and the moment (0..1, the same everywhere):
 *
 * - 7 planes: no more (vs-mlrt's second form, and others that scale and pad inside);
 * - 8 planes: the scale it works at, 1;
 * - 11 planes: where each pixel lies, -1..1 across and down, and how much of that a pixel is, across and down (vs-mlrt's
 *   first form).
 */
export function byRife(a: Raster, b: Raster, session: ModelSession, context: RunContext) {
  const { card, bytesPerPixel } = session
  const needs = {
    overlap: OVERLAP,
    border: 0,
    align: card.multiple,
    ...(bytesPerPixel !== undefined && { bytesPerPixel }),
  }
  return (part: number): Promise<Raster> =>
    context.tile(a, needs, async (first, { left, top }) => {
      const { width, height } = first
      const second = cutReflected(b, left, top, width, height)
      const data = rifeInput(first, second, part, card.input.channels)
      const answer = await session.infer({ channels: card.input.channels, width, height, data })
      return interleaved(answer.data, first)
    })
}

/** Planes of both frames and of all that the form of this network asks for. */
export function rifeInput(first: Raster, second: Raster, part: number, channels: number): Float32Array {
  const { width, height } = first
  const area = width * height
  const data = new Float32Array(channels * area)
  for (const [i, image] of [first, second].entries()) {
    const samples = toFloats(image)
    for (let c = 0; c < 3; c++) {
      const from = Math.min(c, image.channels - 1)
      for (let p = 0, to = (3 * i + c) * area; p < area; p++, to++)
        data[to] = samples[p * image.channels + from] as number
    }
  }
  data.fill(part, 6 * area, 7 * area)
  if (channels === 8) data.fill(1, 7 * area)
  if (channels === 11) {
    const [stepX, stepY] = [2 / Math.max(1, width - 1), 2 / Math.max(1, height - 1)]
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        data[7 * area + i] = x * stepX - 1
        data[8 * area + i] = y * stepY - 1
      }
    data.fill(stepX, 9 * area, 10 * area)
    data.fill(stepY, 10 * area)
  }
  return data
}

function interleaved(planes: Float32Array, { width, height, channels }: Raster): Raster {
  const area = width * height
  const data = new Float32Array(area * channels)
  for (let k = 0; k < channels; k++)
    for (let i = 0, to = k; i < area; i++, to += channels) data[to] = planes[k * area + i] as number
  return rasterOf(width, height, channels, data)
}
