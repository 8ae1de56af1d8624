import type { Channels, Raster } from '../../shared/image/raster.ts'

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

/** A network's output: `rows` rows of `stride` samples for every channel. */
export interface PlanarOutput {
  readonly data: Float32Array
  readonly channels: Channels
  readonly stride: number
  readonly rows: number
}

/**
 * Planes of a network's output as a raster of `width` x `height`, cropped. Nothing is copied until it is read: putting
 * the colours side by side is what takes the time around a network, so it is done once, where the samples go.
 * @param giveBack told when the planes are not needed any more
 */
export function fromPlanes(output: PlanarOutput, width: number, height: number, giveBack: () => void): Raster {
  const { channels } = output
  const copy = (start: number, into: Float32Array) => {
    const row = width * channels
    for (let done = 0; done < into.length; ) {
      const at = start + done
      const [y, inRow] = [Math.floor(at / row), at % row]
      const count = Math.min(row - inRow, into.length - done)
      interleave(output, y * output.stride + inRow / channels, into.subarray(done, done + count))
      done += count
    }
  }
  return { width, height, channels, store: new Float32Array(0), planes: { copy, giveBack } }
}

/** Samples of one row, from pixel `start` of the planes on. */
function interleave({ data, channels, stride, rows }: PlanarOutput, start: number, into: Float32Array): void {
  const [area, count] = [stride * rows, into.length / channels]
  const plane = (c: number) => data.subarray(c * area + start, c * area + start + count)
  if (channels === 1) into.set(plane(0))
  else if (channels === 3) interleaveThree(plane(0), plane(1), plane(2), into)
  else
    for (let c = 0; c < channels; c++) {
      const values = plane(c)
      for (let x = 0; x < count; x++) into[x * channels + c] = values[x] as number
    }
}

/** The usual case, in one pass: writing in order is what takes the time. */
function interleaveThree(red: Float32Array, green: Float32Array, blue: Float32Array, into: Float32Array): void {
  for (let x = 0, to = 0; x < red.length; x++, to += 3) {
    into[to] = red[x] as number
    into[to + 1] = green[x] as number
    into[to + 2] = blue[x] as number
  }
}
