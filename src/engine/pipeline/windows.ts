import type { Size } from '../../operations/define.ts'
import { createRaster, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import type { Window } from '../../shared/strokes.ts'

/** Parts begin and end at multiples of this, so that enlarging by halves meets whole pixels. */
const ALIGN = 4

/** A part told in fractions, in whole pixels: never empty, never beyond the edge. */
export function pixelsOf({ left, top, width, height }: Window, scan: Size): Window {
  const along = (start: number, length: number, whole: number) => {
    const from = Math.min(whole - 1, Math.max(0, Math.floor((start * whole) / ALIGN) * ALIGN))
    const to = Math.min(whole, Math.max(from + 1, Math.ceil(((start + length) * whole) / ALIGN) * ALIGN))
    return [from, to - from] as const
  }
  const [[x, across], [y, down]] = [along(left, width, scan.width), along(top, height, scan.height)]
  return { left: x, top: y, width: across, height: down }
}

/** The part with so many pixels more on every side, as far as there are any. */
export function grow({ left, top, width, height }: Window, context: number, scan: Size): Window {
  const margin = Math.ceil(context / ALIGN) * ALIGN
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)]
  return {
    left: x,
    top: y,
    width: Math.min(scan.width, left + width + margin) - x,
    height: Math.min(scan.height, top + height + margin) - y,
  }
}

/** Cuts a window out; all of it is the picture itself. */
export function cut(image: Raster, { left, top, width, height }: Window): Raster {
  const { channels } = image
  if (width === image.width && height === image.height) return image
  const result = createRaster(width, height, channels, false)
  for (let y = 0; y < height; y++) {
    const row = readRows(image, top + y, 1)
    writeRows(result, y, row.subarray(left * channels, (left + width) * channels))
  }
  return result
}

/** The place of one window within another, in pixels `scale` times as fine as theirs. */
export const within = (inner: Window, outer: Window, scale: { readonly x: number; readonly y: number }): Window => ({
  left: Math.round((inner.left - outer.left) * scale.x),
  top: Math.round((inner.top - outer.top) * scale.y),
  width: Math.round(inner.width * scale.x),
  height: Math.round(inner.height * scale.y),
})
