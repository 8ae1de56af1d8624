import { deltaE2000 } from '../../../src/engine/quality/delta-e.ts'
import { type Lab, labOf } from '../../../src/operations/support/lab.ts'
import { type Raster, toFloats } from '../../../src/shared/image/raster.ts'

/** How the colours of a result compare with the truth. */
export interface ColourMeasure {
  /** Mean CIEDE2000. */
  readonly difference: number
  /** Hasler and Süsstrunk's colourfulness of the result and of the truth. */
  readonly colourful: number
  readonly trulyColourful: number
  /** Part of the pixels whose colour is plainly another one: CIEDE2000 above 20. */
  readonly wrong: number
  /** Mean saturation kept, as chroma of CIELAB. */
  readonly chroma: number
}

const WRONG = 20

const labAt = (data: Float32Array, i: number, channels: number): Lab =>
  channels < 3
    ? labOf(data[i] as number, data[i] as number, data[i] as number)
    : labOf(data[i] as number, data[i + 1] as number, data[i + 2] as number)

export function compareColours(truth: Raster, result: Raster): ColourMeasure {
  const [x, y] = [toFloats(truth), toFloats(result)]
  const count = truth.width * truth.height
  let [difference, wrong, chroma] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const own = labAt(y, i * result.channels, result.channels)
    const apart = deltaE2000(labAt(x, i * truth.channels, truth.channels), own)
    difference += apart
    if (apart > WRONG) wrong++
    chroma += Math.hypot(own[1], own[2])
  }
  return {
    difference: difference / count,
    colourful: colourfulness(result),
    trulyColourful: colourfulness(truth),
    wrong: wrong / count,
    chroma: chroma / count,
  }
}

/** D. Hasler, S. Süsstrunk, _Measuring colourfulness in natural images_, 2003; of encoded values 0..255. */
export function colourfulness(image: Raster): number {
  if (image.channels < 3) return 0
  const data = toFloats(image)
  const count = image.width * image.height
  let [rg, rg2, yb, yb2] = [0, 0, 0, 0]
  for (let i = 0; i < data.length; i += image.channels) {
    const [r, g, b] = [255 * (data[i] as number), 255 * (data[i + 1] as number), 255 * (data[i + 2] as number)]
    const [first, second] = [r - g, (r + g) / 2 - b]
    rg += first
    rg2 += first * first
    yb += second
    yb2 += second * second
  }
  const variance = (sum: number, squares: number) => Math.max(0, squares / count - (sum / count) ** 2)
  return Math.sqrt(variance(rg, rg2) + variance(yb, yb2)) + 0.3 * Math.hypot(rg / count, yb / count)
}

export const meanOf = (measures: readonly ColourMeasure[], read: (measure: ColourMeasure) => number): number =>
  measures.reduce((sum, measure) => sum + read(measure), 0) / measures.length
