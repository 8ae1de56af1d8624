import { z } from 'zod'

/** A place as fractions of the picture's width and height, after turning and cropping: 0, 0 is the top left corner. */
const point = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)])

/** One move of a round brush. */
export const strokeSchema = z.strictObject({
  /** `add` marks what it covers, `remove` unmarks it. */
  mode: z.enum(['add', 'remove']),
  /** As a fraction of the longer side of the picture. */
  radius: z.number().min(0.0001).max(0.25),
  /**
   * Width of the soft edge as a part of the radius, where scan and result are blended; `usualSoftness` when left out.
   * What is repaired or not knows no between, and does not look at it.
   */
  softness: z.number().min(0).max(1).optional(),
  /** The way of its centre; a single point is a dot. */
  points: z.array(point).min(1).max(2000),
})

/** What a user painted on a picture, in the order of painting: later strokes win. Small enough to live in a recipe. */
export const strokesSchema = z.array(strokeSchema).max(500)

export const usualSoftness = 0.5

export type Stroke = z.output<typeof strokeSchema>

/** A part of a frame, in its pixels. It may reach beyond the frame. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * A mask of `width` x `height` with soft edges one pixel wide: 1 where marked, 0 elsewhere.
 * The same strokes cover the same places at any size.
 */
export function rasteriseStrokes(strokes: readonly Stroke[], width: number, height: number): Float32Array {
  const mask = new Float32Array(width * height)
  paintStrokes(mask, { left: 0, top: 0, width, height }, strokes, { width, height })
  return mask
}

/**
 * Paints on a mask that is there already. Pictures too big for one mask are painted window by window.
 * @param mask row by row, 0..1, of the size of `window`; changed in place
 * @param frame size of the whole picture, which the strokes' fractions are of
 */
export function paintStrokes(
  mask: Float32Array,
  window: Window,
  strokes: readonly Stroke[],
  frame: { readonly width: number; readonly height: number },
): void {
  for (const { mode, radius, points } of strokes) {
    const reach = radius * Math.max(frame.width, frame.height)
    const way = points.map(([x, y]): Place => [x * frame.width - window.left, y * frame.height - window.top])
    for (const [i, to] of way.entries())
      paintSegment(mask, window, { from: way[Math.max(0, i - 1)] ?? to, to, reach, mode })
  }
}

type Place = readonly [x: number, y: number]

interface Segment {
  readonly from: Place
  readonly to: Place
  /** Radius in pixels. */
  readonly reach: number
  readonly mode: Stroke['mode']
}

function paintSegment(mask: Float32Array, { width, height }: Window, { from, to, reach, mode }: Segment): void {
  const [ax, ay] = from
  const [dx, dy] = [to[0] - ax, to[1] - ay]
  const square = dx * dx + dy * dy
  const edge = reach + 0.5
  const first = (low: number) => Math.max(0, Math.floor(low - edge - 0.5))
  const last = (high: number, length: number) => Math.min(length - 1, Math.ceil(high + edge - 0.5))
  const [left, right] = [first(Math.min(ax, to[0])), last(Math.max(ax, to[0]), width)]
  for (let y = first(Math.min(ay, to[1])); y <= last(Math.max(ay, to[1]), height); y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay]
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square))
      const covered = Math.min(1, edge - Math.hypot(px - along * dx, py - along * dy))
      if (covered <= 0) continue
      const at = y * width + x
      const value = mask[at] as number
      mask[at] = mode === 'add' ? Math.max(value, covered) : Math.min(value, 1 - covered)
    }
  }
}
