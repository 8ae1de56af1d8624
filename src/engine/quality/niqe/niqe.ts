import type { Raster } from '../../../shared/image/raster.ts'
import { lumaOf } from '../luma.ts'
import { blockFeatures } from './features.ts'
import { inverseForm, type Matrix, statistics } from './matrix.ts'

/** What natural, undistorted photographs are like: mean and covariance of 36 features. */
export interface Pristine {
  readonly mean: readonly number[]
  readonly covariance: Matrix
}

/**
 * NIQE (Mittal, Soundararajan, Bovik 2013): how far the statistics of a picture are from those of natural photographs.
 * Lower is better. Values of different pristine models must not be compared.
 * @returns undefined for pictures with fewer than two blocks of 96 x 96 pixels
 */
export function niqe(image: Raster, pristine: Pristine): number | undefined {
  const blocks = blockFeatures(lumaOf(image)).map(({ features }) => features)
  if (blocks.length < 2) return undefined
  const { mean, covariance } = statistics(blocks)
  if (mean.some(Number.isNaN)) return undefined
  const difference = mean.map((value, i) => (pristine.mean[i] as number) - value)
  const pooled = covariance.map((row, i) =>
    row.map((value, j) => (value + ((pristine.covariance[i] as number[])[j] as number)) / 2),
  )
  return Math.sqrt(Math.max(0, inverseForm(pooled, difference)))
}

/** Blocks at least this sharp, against the sharpest of their picture, stand for pristine. */
const SHARP = 0.75

/** Fits the model of pristine photographs. */
export function fitPristine(images: Iterable<Raster>): Pristine {
  const rows: Float64Array[] = []
  for (const image of images) {
    const blocks = blockFeatures(lumaOf(image))
    const sharpest = Math.max(...blocks.map(({ sharpness }) => sharpness))
    for (const { features, sharpness } of blocks) if (sharpness > SHARP * sharpest) rows.push(features)
  }
  return statistics(rows)
}
