import { colourChannels, type Raster, readRows, writeRows } from '../../shared/image/raster.ts'
import type { Areas } from '../../shared/recipe.ts'
import { paintStrokes, type Stroke, usualSoftness, type Window } from '../../shared/strokes.ts'
import { type ResampleOptions, resampledBands } from './resample.ts'

/** The edge is made of so many masks, each a little wider: finer than anyone can see. */
const RINGS = 8

interface Frame {
  readonly width: number
  readonly height: number
}

export const hasAreas = (areas: Areas | undefined): areas is Areas =>
  (areas?.protect?.length ?? 0) + (areas?.original?.length ?? 0) > 0

/**
 * How much of the scan shows through, 0..1, in a window of a frame. What is protected is 1 to its painted edge and fades
 * outside; what is brought back fades inside its edge.
 */
export function areaMask(areas: Areas, window: Window, frame: Frame): Float32Array {
  const mask = new Float32Array(window.width * window.height)
  for (const [strokes, direction] of [
    [areas.protect, 1],
    [areas.original, -1],
  ] as const) {
    if (!strokes?.length) continue
    const soft = softMask(strokes, direction, window, frame)
    for (let i = 0; i < mask.length; i++) mask[i] = Math.max(mask[i] as number, soft[i] as number)
  }
  return mask
}

const softnessOf = ({ softness = usualSoftness }: Stroke): number => softness

/** The mean of masks whose edge moves outwards (`direction` 1) or inwards (-1) by up to the softness. */
function softMask(strokes: readonly Stroke[], direction: 1 | -1, window: Window, frame: Frame): Float32Array {
  const sum = new Float32Array(window.width * window.height)
  const ring = new Float32Array(sum.length)
  for (let k = 0; k < RINGS; k++) {
    ring.fill(0)
    const moved = strokes.map((stroke) => {
      const shift = direction * softnessOf(stroke) * (k / (RINGS - 1))
      return { ...stroke, radius: stroke.radius * (1 + (stroke.mode === 'add' ? shift : -shift)) }
    })
    paintStrokes(ring, window, moved, frame)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (ring[i] as number) / RINGS
  }
  return sum
}

/** A part of a result: where it lies in the whole, in pixels of the whole result. */
export interface Part {
  readonly left: number
  readonly top: number
  readonly frame: Frame
}

/**
 * Puts the scan, resampled to the result's size, back where the user wants it. Writes to `result`, which must not be
 * the scan itself.
 * @param scan after turning and cropping, without alpha; the same part of the picture as `result`
 */
export async function applyAreas(
  scan: Raster,
  result: Raster,
  areas: Areas,
  { part = { left: 0, top: 0, frame: result }, pause }: ResampleOptions & { readonly part?: Part } = {},
): Promise<void> {
  const spans = spansOf(areas, part.frame)
  const wanted = (top: number, rows: number) =>
    spans.some(([from, to]) => part.top + top < to && part.top + top + rows > from)
  for await (const { top, rows, data } of resampledBands(scan, result, { ...(pause && { pause }), wanted })) {
    const window = { left: part.left, top: part.top + top, width: result.width, height: rows }
    const mask = areaMask(areas, window, part.frame)
    // A copy: the rows of a float raster are a view of it.
    writeRows(result, top, blend(readRows(result, top, rows).slice(), result, data, scan, mask))
  }
}

/** First and last row that a stroke can reach. */
function spansOf(areas: Areas, frame: Frame): (readonly [number, number])[] {
  return [...(areas.protect ?? []), ...(areas.original ?? [])].map((stroke) => {
    const { radius, points } = stroke
    const reach = radius * (1 + softnessOf(stroke)) * Math.max(frame.width, frame.height) + 1
    const rows = points.map(([, y]) => y * frame.height)
    return [Math.min(...rows) - reach, Math.max(...rows) + reach] as const
  })
}

/** Where the mask is 1 a sample is exactly that of the scan. Gray becomes three equal colours. */
function blend(output: Float32Array, result: Raster, from: Float32Array, scan: Raster, mask: Float32Array) {
  const [colours, sources] = [colourChannels(result), colourChannels(scan)]
  for (let i = 0; i < mask.length; i++) {
    const share = mask[i] as number
    if (share === 0) continue
    for (let c = 0; c < colours; c++) {
      const at = i * result.channels + c
      const kept = from[i * scan.channels + (sources === 1 ? 0 : c)] as number
      const made = output[at] as number
      output[at] = share >= 1 ? kept : made + (kept - made) * share
    }
  }
  return output
}
