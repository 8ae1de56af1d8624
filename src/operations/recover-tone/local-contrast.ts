import { type Raster, rasterOf } from '../../shared/image/raster.ts'
import { lumaPlane } from '../support/luma.ts'
import { shrinkForMeasuring } from '../support/shrink.ts'
import { curveAt } from './curve.ts'

/** Side of the copy on which large-scale contrast is judged: too small to hold grain or dust. */
const SIDE = 320
/** Radius of "around" as a part of the long side. */
const AROUND = 1 / 14
/** Contrast (squared) above which an edge is left alone: that is what keeps halos away. */
const EDGE = 0.015
/** Most that a place is lifted or lowered. */
const LIMIT = 0.06

/**
 * How much lighter each place is than its surroundings, edges respected: a guided filter (He, Sun, Tang 2010) on a
 * small copy of the new light. Adding a part of it brings modelling back that a faded print has lost.
 */
export function localContrast(image: Raster, table: Float32Array): Raster {
  const small = shrinkForMeasuring(image, SIDE)
  const { width, height } = small
  const light = lumaPlane(small).map((value) => curveAt(table, value))
  const radius = Math.max(1, Math.round(Math.max(width, height) * AROUND))
  const mean = boxMean(light, width, height, radius)
  const squares = boxMean(
    light.map((value) => value * value),
    width,
    height,
    radius,
  )
  const slope = squares.map((square, i) => {
    const variance = Math.max(0, square - (mean[i] as number) ** 2)
    return variance / (variance + EDGE)
  })
  const offset = slope.map((a, i) => (mean[i] as number) * (1 - a))
  const slopes = boxMean(slope, width, height, radius)
  const offsets = boxMean(offset, width, height, radius)
  const detail = light.map((value, i) => {
    const base = (slopes[i] as number) * value + (offsets[i] as number)
    return LIMIT * Math.tanh((value - base) / LIMIT)
  })
  return rasterOf(width, height, 1, detail)
}

/** Mean over a window of `2 radius + 1`, cut at the border. */
export function boxMean(plane: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = slide(plane, width, height, 1, width, radius)
  return slide(across, height, width, width, 1, radius)
}

function slide(plane: Float32Array, length: number, lines: number, step: number, lineStep: number, radius: number) {
  const output = new Float32Array(plane.length)
  const prefix = new Float64Array(length + 1)
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let i = 0; i < length; i++) prefix[i + 1] = (prefix[i] as number) + (plane[start + i * step] as number)
    for (let i = 0; i < length; i++) {
      const [from, to] = [Math.max(0, i - radius), Math.min(length, i + radius + 1)]
      output[start + i * step] = ((prefix[to] as number) - (prefix[from] as number)) / (to - from)
    }
  }
  return output
}

/** One row of the small field stretched (bilinear) over a row of the picture, or over the columns of it that are asked for. */
export function stretchRow(
  field: Raster,
  y: number,
  image: { readonly width: number; readonly height: number },
  columns: { readonly from: number; readonly count: number } = { from: 0, count: image.width },
): Float32Array {
  const data = field.store as Float32Array
  const row = new Float32Array(columns.count)
  const [y0, y1, fy] = between(y, image.height, field.height)
  for (let x = 0; x < columns.count; x++) {
    const [x0, x1, fx] = between(columns.from + x, image.width, field.width)
    const upper = mix(data[y0 * field.width + x0] as number, data[y0 * field.width + x1] as number, fx)
    const lower = mix(data[y1 * field.width + x0] as number, data[y1 * field.width + x1] as number, fx)
    row[x] = mix(upper, lower, fy)
  }
  return row
}

const mix = (a: number, b: number, part: number) => a + (b - a) * part

function between(index: number, length: number, cells: number): [number, number, number] {
  const at = Math.min(cells - 1, Math.max(0, ((index + 0.5) / length) * cells - 0.5))
  const low = Math.floor(at)
  return [low, Math.min(cells - 1, low + 1), at - low]
}
