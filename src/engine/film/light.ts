import type { FrameLight } from '../../operations/define.ts'

/** Grid on which frames are compared: coarse enough that dust and small motion do not count. */
export const GRID_WIDTH = 24
export const GRID_HEIGHT = 18

export interface Look {
  readonly light: FrameLight
  /** Luma 0..255 of every pixel. */
  readonly luma: Uint8Array
  /** Means of a coarse grid, `GRID_WIDTH * GRID_HEIGHT`. */
  readonly grid: Float32Array
}

/** Looks at a small RGB frame of 8 bits. */
export function lookAt(samples: Buffer, width: number, height: number): Look {
  const luma = new Uint8Array(width * height)
  const counts = new Uint32Array(256)
  let sum = 0
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    // Rec. 709 in 16 bits of fraction.
    const value =
      (13933 * (samples[at] as number) + 46871 * (samples[at + 1] as number) + 4732 * (samples[at + 2] as number)) >> 16
    luma[i] = value
    counts[value] = (counts[value] as number) + 1
    sum += value
  }
  const light = {
    mean: sum / luma.length / 255,
    dark: level(counts, 0.02 * luma.length),
    median: level(counts, 0.5 * luma.length),
    bright: level(counts, 0.98 * luma.length),
  }
  return { light, luma, grid: gridOf(luma, width, height) }
}

/** Value below which `rank` pixels lie, between whole levels: flicker is often less than one. */
function level(counts: Uint32Array, rank: number): number {
  let below = 0
  for (let value = 0; value < 256; value++) {
    const count = counts[value] as number
    if (below + count >= rank && count > 0)
      return Math.min(1, Math.max(0, (value - 0.5 + (rank - below) / count) / 255))
    below += count
  }
  return 1
}

function gridOf(luma: Uint8Array, width: number, height: number): Float32Array {
  const sums = new Float32Array(GRID_WIDTH * GRID_HEIGHT)
  const counts = new Float32Array(sums.length)
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y * GRID_HEIGHT) / height) * GRID_WIDTH
    for (let x = 0; x < width; x++, i++) {
      const cell = row + Math.floor((x * GRID_WIDTH) / width)
      sums[cell] = (sums[cell] as number) + (luma[i] as number)
      counts[cell] = (counts[cell] as number) + 1
    }
  }
  // A frame narrower than the grid leaves cells empty: the neighbour's value stands in.
  for (let cell = 0; cell < sums.length; cell++) {
    const count = counts[cell] as number
    sums[cell] = count > 0 ? (sums[cell] as number) / count : (sums[cell - 1] ?? 0)
  }
  return sums
}
