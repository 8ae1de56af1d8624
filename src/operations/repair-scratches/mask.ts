import type { ModelCard } from '../../shared/model-card.ts'
import { paintStrokes, type Stroke } from '../../shared/strokes.ts'
import type { RunContext } from '../define.ts'

/**
 * What is to be done with a pixel, one byte each. The numbers are ordered: the surest wins where several meet.
 * `SEAM` is blended half and half, `RIM` and `DAMAGE` are replaced; `RIM` is what detectors leave out at soft edges.
 */
export const [SEAM, RIM, DAMAGE] = [64, 128, 255] as const

export interface Size {
  readonly width: number
  readonly height: number
}

/** Thresholds of belief, 0..255: damage begins where it is above `sure` and goes on while it is above `likely`. */
export interface Thresholds {
  readonly sure: number
  readonly likely: number
}

/**
 * Sensitivity 0..1 as thresholds: at a half they lie around the threshold that served the detector best in its own
 * measurements, at 0 only the surest marks remain, at 1 faint ones count.
 * @param card of the detector: its metrics name the best threshold of each test set
 */
export function thresholdsFor(sensitivity: number, { metrics }: Pick<ModelCard, 'metrics'>): Thresholds {
  const named = Object.values(metrics).flatMap(({ threshold }) => threshold ?? [])
  const best = named.length === 0 ? 0.5 : named.reduce((sum, value) => sum + value, 0) / named.length
  const middle = best ** (0.3 + 1.4 * sensitivity)
  return { sure: 255 * (middle + 0.2 * (1 - middle)), likely: 255 * middle * 0.8 }
}

/**
 * Hysteresis: sure pixels and the likely ones connected with them (eight neighbours) become `DAMAGE`, all others 0.
 * A faint part of a scratch is kept, a faint speck of texture is not.
 */
export async function grow(
  belief: Uint8Array,
  { width, height }: Size,
  { sure, likely }: Thresholds,
  { pause }: Pick<RunContext, 'pause'>,
): Promise<Uint8Array> {
  const mask = new Uint8Array(belief.length)
  const stack: number[] = []
  const visit = (i: number) => {
    if (mask[i] !== 0 || (belief[i] as number) <= likely) return
    mask[i] = DAMAGE
    stack.push(i)
  }
  for (let y = 0; y < height; y++) {
    if (y % 256 === 0) await pause()
    for (let i = y * width; i < (y + 1) * width; i++) {
      if ((belief[i] as number) <= sure) continue
      visit(i)
      for (let at = stack.pop(); at !== undefined; at = stack.pop()) neighbours(at, width, height, visit)
    }
  }
  return mask
}

/** The up to eight pixels around one. */
export function neighbours(at: number, width: number, height: number, visit: (index: number) => void): void {
  const [x, y] = [at % width, Math.floor(at / width)]
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) visit(v * width + u)
}

/** Gives every pixel within `radius` (rows and columns) of a marked one `value`, unless it is marked itself. */
export function widen(mask: Uint8Array, { width, height }: Size, radius: number, value: number): void {
  const across = new Uint8Array(width)
  // A row is written once no row below needs its old self: a ring of the rows above is kept.
  const above: Uint8Array[] = []
  for (let y = 0; y < height; y++) {
    const old = mask.slice(y * width, (y + 1) * width)
    across.fill(0)
    for (const row of above) markAround(across, row, radius)
    for (let v = y; v <= Math.min(height - 1, y + radius); v++)
      markAround(across, v === y ? old : mask.subarray(v * width, (v + 1) * width), radius)
    for (let x = 0; x < width; x++) if (across[x] === 1 && old[x] === 0) mask[y * width + x] = value
    above.push(old)
    if (above.length > radius) above.shift()
  }
}

function markAround(target: Uint8Array, row: Uint8Array, radius: number): void {
  for (let x = 0; x < row.length; x++) {
    if (row[x] === 0) continue
    target.fill(1, Math.max(0, x - radius), x + radius + 1)
  }
}

const BAND = 256

/** Where a mask lies in its picture: all of it, or a part that is made to be looked at beforehand. */
export interface Place {
  readonly left: number
  readonly top: number
  /** Size of the whole picture: the strokes' fractions are of it. */
  readonly frame: Size
}

/** Rows of a mask, and what the strokes make of `start`'s values there. */
function* painted(
  mask: Uint8Array,
  { width, height }: Size,
  { left, top, frame }: Place,
  strokes: readonly Stroke[],
  start: (value: number) => number,
): Generator<{ readonly rows: Uint8Array; readonly values: Float32Array }> {
  for (let y = 0; y < height; y += BAND) {
    const window = { left, top: top + y, width, height: Math.min(BAND, height - y) }
    const rows = mask.subarray(y * width, (y + window.height) * width)
    const values = new Float32Array(rows.length)
    for (let i = 0; i < rows.length; i++) values[i] = start(rows[i] as number)
    paintStrokes(values, window, strokes, frame)
    yield { rows, values }
  }
}

/** Adds and takes away what the user painted. */
export function paint(mask: Uint8Array, size: Size, strokes: readonly Stroke[], place: Place = whole(size)): void {
  if (strokes.length === 0) return
  const start = (value: number) => (value === 0 ? 0 : value === DAMAGE ? 1 : 0.5)
  for (const { rows, values } of painted(mask, size, place, strokes, start)) {
    for (let i = 0; i < rows.length; i++) {
      const value = values[i] as number
      if (value !== 0.5 || rows[i] === 0) rows[i] = value >= 0.5 ? DAMAGE : 0
    }
  }
}

/** Surrounds all that will be replaced by a seam one pixel wide; what the user took away stays untouched. */
export function addSeam(mask: Uint8Array, size: Size, strokes: readonly Stroke[], place: Place = whole(size)): void {
  widen(mask, size, 1, SEAM)
  const removed = strokes.filter(({ mode }) => mode === 'remove')
  if (removed.length === 0) return
  for (const { rows, values } of painted(mask, size, place, removed, () => 1))
    for (let i = 0; i < rows.length; i++) if (rows[i] === SEAM && (values[i] as number) < 0.5) rows[i] = 0
}

const whole = (frame: Size): Place => ({ left: 0, top: 0, frame })
