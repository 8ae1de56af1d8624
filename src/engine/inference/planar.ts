import { type Channels, type Raster, rasterOf } from '../../shared/image/raster.ts'

/**
 * Interleaved gray or RGB -> planes in network order (RGB, row by row). Gray fills every plane of an RGB network.
 * @param planes receives `channels * width * height` samples
 */
export function toPlanes(tile: Raster, data: Float32Array, channels: number, planes: Float32Array): void {
  const area = tile.width * tile.height
  const step = tile.channels
  for (let c = 0; c < channels; c++) {
    const plane = planes.subarray(c * area, (c + 1) * area)
    if (step === 1) {
      plane.set(data)
      continue
    }
    for (let i = 0, from = Math.min(c, step - 1); i < area; i++, from += step) plane[i] = data[from] as number
  }
}

/** Planes of a network's output -> interleaved raster of `width` x `height`, cropped from rows of `stride` samples. */
export function fromPlanes(
  planes: Float32Array,
  channels: Channels,
  stride: number,
  rows: number,
  width: number,
  height: number,
): Raster {
  const area = stride * rows
  const output = new Float32Array(width * height * channels)
  if (channels === 3) {
    interleaveThree(planes, { area, stride, width, height }, output)
    return rasterOf(width, height, channels, output)
  }
  for (let c = 0; c < channels; c++) {
    let to = c
    for (let y = 0; y < height; y++) {
      const start = c * area + y * stride
      for (let x = start; x < start + width; x++, to += channels) output[to] = planes[x] as number
    }
  }
  return rasterOf(width, height, channels, output)
}

interface Layout {
  /** Samples of a plane, and of one of its rows. */
  readonly area: number
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** The usual case, in one pass: writing in order is what takes the time. */
function interleaveThree(planes: Float32Array, { area, stride, width, height }: Layout, output: Float32Array): void {
  let to = 0
  for (let y = 0; y < height; y++) {
    const start = y * stride
    for (let x = start; x < start + width; x++) {
      output[to] = planes[x] as number
      output[to + 1] = planes[x + area] as number
      output[to + 2] = planes[x + 2 * area] as number
      to += 3
    }
  }
}
