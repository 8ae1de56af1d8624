import { mapBands, type Raster, readRows } from '../../shared/image/raster.ts'
import { lumaAt } from '../support/luma.ts'
import { phaseTaps } from './bicubic.ts'

/** A departure of this much from the classical enlargement (32 of 255 levels) counts as fully invented. */
const FULL = 32 / 255

/**
 * How far the network departed from a bicubic enlargement, at input resolution: 0 where it only interpolated, 1 where
 * it put in (or took out) 32 levels of light. Every input pixel is judged at one of its output pixels, the phase
 * changing from pixel to pixel, which sees all that a full comparison sees and costs a few milliseconds.
 *
 * @param enlarged `scale` times as large as `image`; `scale` a whole number
 */
export function inventionMap(image: Raster, enlarged: Raster, scale: number): Raster {
  const phases = Array.from({ length: scale }, (_, phase) => phaseTaps(phase, scale))
  const { width, height } = image
  const rowOf = rememberRows(image)
  return mapBands(
    image,
    (output, { top, rows }) => {
      for (let y = top; y < top + rows; y++) {
        const phaseY = y % scale
        const tapsY = phases[phaseY] as PhaseTaps
        const lumas = tapsY.weights.map((_, k) => rowOf(clampIndex(y + tapsY.first + k, height)))
        const expected = blend(lumas, tapsY.weights)
        const found = readRows(enlarged, y * scale + phaseY, 1)
        const row = output.subarray((y - top) * width, (y - top + 1) * width)
        // A diagonal pattern of phases: neighbours look at different corners of their pixel.
        for (let phase = 0; phase < scale; phase++) {
          const start = (((phase - Math.floor(y / scale)) % scale) + scale) % scale
          compare(
            row,
            expected,
            found,
            { start, phase, scale, channels: enlarged.channels },
            phases[phase] as PhaseTaps,
          )
        }
      }
    },
    1,
  )
}

type PhaseTaps = ReturnType<typeof phaseTaps>

interface Comparison {
  /** First pixel of this phase; the others follow every `scale` pixels. */
  readonly start: number
  readonly phase: number
  readonly scale: number
  readonly channels: number
}

/** Judges the pixels of one row that are looked at in one phase. */
function compare(
  row: Float32Array,
  column: Float32Array,
  found: Float32Array,
  { start, phase, scale, channels }: Comparison,
  { first, weights }: PhaseTaps,
): void {
  const [w0, w1, w2, w3] = weights as [number, number, number, number]
  const width = row.length
  const inside = width - 4
  for (let x = start; x < width; x += scale) {
    const at = x + first
    const edge = at < 0 || at > inside
    const i1 = edge ? clampIndex(at + 1, width) : at + 1
    const i2 = edge ? clampIndex(at + 2, width) : at + 2
    const expected =
      w0 * (column[edge ? clampIndex(at, width) : at] as number) +
      w1 * (column[i1] as number) +
      w2 * (column[i2] as number) +
      w3 * (column[edge ? clampIndex(at + 3, width) : at + 3] as number)
    const difference = Math.abs(lumaAt(found, (x * scale + phase) * channels, channels) - expected) / FULL
    row[x] = difference < 1 ? difference : 1
  }
}

/** Light of rows, each computed once while it is near: rows are asked for from top to bottom. */
function rememberRows(image: Raster): (y: number) => Float32Array {
  const kept = new Map<number, Float32Array>()
  return (y) => {
    const known = kept.get(y)
    if (known) return known
    for (const old of kept.keys()) if (old < y - 4) kept.delete(old)
    const row = lumaRow(image, y)
    kept.set(y, row)
    return row
  }
}

const clampIndex = (index: number, length: number) => (index < 0 ? 0 : index < length ? index : length - 1)

function lumaRow(image: Raster, y: number): Float32Array {
  const row = readRows(image, y, 1)
  const luma = new Float32Array(image.width)
  for (let x = 0; x < image.width; x++) luma[x] = lumaAt(row, x * image.channels, image.channels)
  return luma
}

function blend(rows: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const output = new Float32Array((rows[0] as Float32Array).length)
  rows.forEach((row, k) => {
    const weight = weights[k] as number
    for (let x = 0; x < output.length; x++) output[x] = (output[x] as number) + weight * (row[x] as number)
  })
  return output
}
