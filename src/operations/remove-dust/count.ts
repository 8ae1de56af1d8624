import type { Raster } from '../../shared/image/raster.ts'
import { lumaPlane } from '../support/luma.ts'
import { around } from './movers.ts'
import { type Aligned, align, findSpecks } from './specks.ts'

/** Sensitivity at which analysis counts: that of the default. */
const SENSITIVITY = 0.5

/** Specks in the middle of three frames of one shot. 0 when there are not three. */
export function countSpecks(frames: readonly Raster[]): number {
  const [before, image, after] = frames
  if (!before || !image || !after) return 0
  const { width, height } = image
  const plane = (of: Raster) => ({ data: lumaPlane(of), width, height })
  const frame = plane(image)
  const aligned: [Aligned, Aligned] = [align(frame, plane(before), -1), align(frame, plane(after), 1)]
  const mask = findSpecks(frame, aligned, SENSITIVITY)
  return mask ? countParts(mask, width, height) : 0
}

function countParts(mask: Uint8Array, width: number, height: number): number {
  let parts = 0
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue
    parts++
    const open = [i]
    mask[i] = 0
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const to of around(at, width, height)) {
        if (mask[to] === 0) continue
        mask[to] = 0
        open.push(to)
      }
    }
  }
  return parts
}
