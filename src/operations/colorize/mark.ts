import type { Size } from '../define.ts'

/** The mark's height and its distance from the edges, as parts of the shorter side. */
const HEIGHT = 0.045
const MARGIN = 0.02
/** Pictures smaller than this have no room for it, in pixels. */
const SMALLEST = 160
const SHARE = 0.75

/** A palette: an oval with a hole for the thumb and four spots of colour. Lengths in halves of the mark's height. */
const OVAL = { across: 1.25, down: 1 }
const THUMB = { x: 0.45, y: 0.42, radius: 0.24 }
const SPOTS = [
  { x: -0.72, y: 0.12, colour: [0.78, 0.22, 0.2] },
  { x: -0.34, y: -0.46, colour: [0.9, 0.72, 0.22] },
  { x: 0.28, y: -0.52, colour: [0.28, 0.6, 0.34] },
  { x: 0.8, y: -0.14, colour: [0.22, 0.42, 0.72] },
] as const
const SPOT = 0.2
const BOARD = [0.93, 0.9, 0.84] as const

/**
 * Paints the mark that says “coloured later” in the lower left corner of a row. The picture is whole or a part of one.
 * @param row encoded RGB, changed in place; its first pixel is `left`, `y` of the frame
 */
export function paintMark(row: Float32Array, left: number, y: number, frame: Size): void {
  const shorter = Math.min(frame.width, frame.height)
  if (shorter < SMALLEST) return
  const unit = (HEIGHT * shorter) / 2
  const centre = { x: MARGIN * shorter + OVAL.across * unit, y: frame.height - MARGIN * shorter - OVAL.down * unit }
  const v = (y + 0.5 - centre.y) / unit
  if (Math.abs(v) > OVAL.down + 1 / unit) return
  const first = Math.max(0, Math.floor(centre.x - OVAL.across * unit) - 1 - left)
  const last = Math.min(row.length / 3, Math.ceil(centre.x + OVAL.across * unit) + 1 - left)
  for (let x = first; x < last; x++) {
    const u = (left + x + 0.5 - centre.x) / unit
    const inside = covered((1 - Math.hypot(u / OVAL.across, v / OVAL.down)) * unit)
    const hole = covered((THUMB.radius - Math.hypot(u - THUMB.x, v - THUMB.y)) * unit)
    const share = inside * (1 - hole) * SHARE
    if (share <= 0) continue
    const spot = SPOTS.find((each) => Math.hypot(u - each.x, v - each.y) < SPOT)
    const colour = spot?.colour ?? BOARD
    for (let c = 0; c < 3; c++) {
      const at = 3 * x + c
      row[at] = (row[at] as number) * (1 - share) + (colour[c] as number) * share
    }
  }
}

/** How much of a pixel lies inside an edge that is so many pixels away. */
const covered = (pixels: number) => Math.min(1, Math.max(0, pixels + 0.5))
