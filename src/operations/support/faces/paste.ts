import { type Raster, rasterOf, toFloats } from '../../../shared/image/raster.ts'
import { shrinkForMeasuring } from '../shrink.ts'
import { apply, enlargement, inverse, type Similarity } from './align.ts'
import { around, cornersOf, sample } from './warp.ts'

/** A change of an upright square, ready to be added to the picture it was cut from. */
export interface Change {
  readonly change: Raster
  /** Pixels of the square per pixel of `change`. */
  readonly step: number
  readonly side: number
  readonly toSquare: Similarity
  /** Rows and columns of the picture it reaches. */
  readonly box: ReturnType<typeof around>
}

/**
 * Where the change becomes smaller than its square, blocks of it are averaged: nothing flickers between samples.
 * @param change differences, of the picture's channels; a square
 * @param weight 0..1 for every pixel of it
 */
export function changeFor(change: Raster, weight: Float32Array, toSquare: Similarity): Change {
  const { width: side, channels } = change
  const weighted = toFloats(change).map((value, i) => value * (weight[Math.floor(i / channels)] as number))
  const block = Math.max(1, Math.floor(enlargement(toSquare)))
  const small = Math.ceil(side / block)
  return {
    change: shrinkForMeasuring(rasterOf(side, side, channels, weighted), small),
    step: Math.ceil(side / small),
    side,
    toSquare,
    box: around(cornersOf(side, inverse(toSquare)), 1),
  }
}

/** Some rows of a picture. */
export interface Rows {
  /** Interleaved samples, changed in place. */
  readonly data: Float32Array
  readonly top: number
  readonly count: number
  readonly width: number
}

/** Adds as much of the change as lies in these rows. */
export function addChange({ data, top, count, width }: Rows, { change, step, side, toSquare, box }: Change): void {
  const { channels } = change
  const differences = toFloats(change)
  const found = new Float32Array(channels)
  for (let y = Math.max(top, box.top); y < Math.min(top + count, box.bottom); y++)
    for (let x = Math.max(0, box.left); x < Math.min(width, box.right); x++) {
      const [u, v] = apply(toSquare, [x + 0.5, y + 0.5])
      if (u < 0 || v < 0 || u >= side || v >= side) continue
      sample(differences, change, u / step, v / step, found, 0)
      const at = ((y - top) * width + x) * channels
      for (let c = 0; c < channels; c++)
        data[at + c] = Math.min(1, Math.max(0, (data[at + c] as number) + (found[c] as number)))
    }
}
