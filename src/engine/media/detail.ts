import sharp from 'sharp'
import type { Window } from '../../shared/strokes.ts'
import { decodeFailure, readHeader } from './decode.ts'
import { type Input, withSource } from './source.ts'

/** Longer side of the copy that is looked at. */
const LOOKED_AT = 384
/** How much less a place at the border counts: people look at the middle. */
const BORDER = 0.4

/**
 * The square part of a picture with the most in it: where edges of light are most and strongest, the middle rather than
 * the border.
 * @param side in pixels of the upright picture
 * @returns fractions of the upright picture; all of it where it is smaller than `side`
 * @throws AppError of opening and decoding
 */
export function mostDetailed(input: Input, side: number): Promise<Window> {
  return withSource(input, async (source) => {
    const { width, height, metadata } = await readHeader(source)
    const limits = { failOn: 'error', limitInputPixels: metadata.width * metadata.height } as const
    const { data, info } = await sharp(source.input, { ...limits, autoOrient: true })
      .resize(LOOKED_AT, LOOKED_AT, { fit: 'inside', withoutEnlargement: true })
      .flatten()
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((error: unknown) => {
        throw decodeFailure(source, error)
      })
    const share = { width: Math.min(1, side / width), height: Math.min(1, side / height) }
    return { ...share, ...richest(data, info, share) }
  })
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Where a window of that share of the picture lies best: its upper left corner, in fractions. */
function richest(light: Uint8Array, size: Size, share: Size): { readonly left: number; readonly top: number } {
  const sums = edgeSums(light, size)
  const wide = Math.max(1, Math.round(share.width * size.width))
  const high = Math.max(1, Math.round(share.height * size.height))
  const row = size.width + 1
  let best = { worth: -1, left: 0, top: 0 }
  for (let top = 0; top + high <= size.height; top++)
    for (let left = 0; left + wide <= size.width; left++) {
      const at = (x: number, y: number) => sums[y * row + x] as number
      const inside = at(left + wide, top + high) - at(left, top + high) - at(left + wide, top) + at(left, top)
      const worth = (1 + inside) * nearness(left + wide / 2, size.width) * nearness(top + high / 2, size.height)
      if (worth > best.worth) best = { worth, left, top }
    }
  return {
    left: Math.min(1 - share.width, best.left / size.width),
    top: Math.min(1 - share.height, best.top / size.height),
  }
}

/** 1 in the middle. */
const nearness = (place: number, length: number) => 1 - BORDER * (2 * (place / length) - 1) ** 2

/** Running sums of the steps of light, with a row and a column of zeros before. */
function edgeSums(light: Uint8Array, { width, height }: Size): Float64Array {
  const row = width + 1
  const sums = new Float64Array(row * (height + 1))
  for (let y = 0; y < height; y++) {
    let line = 0
    for (let x = 0; x < width; x++) {
      const own = light[y * width + x] as number
      const across = x > 0 ? own - (light[y * width + x - 1] as number) : 0
      const down = y > 0 ? own - (light[(y - 1) * width + x] as number) : 0
      line += Math.abs(across) + Math.abs(down)
      sums[(y + 1) * row + x + 1] = (sums[y * row + x + 1] as number) + line
    }
  }
  return sums
}
