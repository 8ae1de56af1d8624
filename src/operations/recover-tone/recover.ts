import type { Band, Raster } from '../../shared/image/raster.ts'
import type { Part, RunContext } from '../define.ts'
import { mapBandsWith } from '../support/bands.ts'
import { lumaAt } from '../support/luma.ts'
import { CURVE_STEPS, curveAt, type ToneCurve, toneCurve } from './curve.ts'
import { localContrast, stretchRow } from './local-contrast.ts'
import type { ToneMeasure } from './measure.ts'
import { type TintTable, tintToRemove } from './tint.ts'

/** Part of the gain in contrast that colours get, too: fading takes both. */
const COLOUR_PART = 0.7

/** How much of what is done; see README. */
export interface Amounts {
  readonly strength: number
  readonly cast: number
  readonly localContrast: number
}

/** @param measure of the whole picture, or of the whole shot a frame belongs to: then frames do not flicker */
export async function recover(image: Raster, params: Amounts, measure: ToneMeasure, context: RunContext) {
  const { strength, cast } = params
  const curve = toneCurve(measure, strength)
  const amount = params.localContrast * strength
  const recipe: Recovery = {
    image,
    curve,
    tint: tintToRemove(measure, cast * strength),
    colour: measure.kind === 'colour' ? 1 + (curve.gain - 1) * COLOUR_PART : 1,
    relief:
      amount > 0 ? reliefOf(localContrast(context.part?.whole ?? image, curve.table), image, context.part) : undefined,
    amount,
  }
  return mapBandsWith(image, context, (output, band) => recoverBand(recipe, output, band))
}

interface Recovery {
  readonly image: Raster
  readonly curve: ToneCurve
  readonly tint: TintTable
  /** Factor for all colours. */
  readonly colour: number
  /** How much to lift every pixel of a row; undefined where nothing is lifted. */
  readonly relief: ((y: number) => Float32Array) | undefined
  readonly amount: number
}

/** Rows of the relief of the whole picture, as far as `image` reaches. */
function reliefOf(field: Raster, image: Raster, part: Part | undefined): (y: number) => Float32Array {
  if (!part) return (y) => stretchRow(field, y, image)
  return (y) => stretchRow(field, part.top + y, part.frame, { from: part.left, count: image.width })
}

function recoverBand(recovery: Recovery, output: Float32Array, { top, rows, data }: Band): void {
  const { image, relief, amount } = recovery
  const { width, channels } = image
  const flat = new Float32Array(width)
  for (let y = 0; y < rows; y++) {
    const lift = relief ? relief(top + y) : flat
    const start = y * width * channels
    for (let x = 0, at = start; x < width; x++, at += channels) {
      const light = lumaAt(data, at, channels)
      const raised = curveAt(recovery.curve.table, light) + amount * (lift[x] as number)
      const fresh = raised < 0 ? 0 : Math.min(raised, 1)
      if (channels < 3) output[at] = fresh
      else paint(recovery, output, data, at, light, fresh)
    }
  }
}

/**
 * New light, old hue: chroma less the cast is scaled as one, so no hue turns, and only as far as all three channels fit.
 */
function paint(recovery: Recovery, output: Float32Array, data: Float32Array, at: number, light: number, fresh: number) {
  const { tint, colour } = recovery
  const index = light <= 0 ? 0 : light >= 1 ? CURVE_STEPS : Math.round(light * CURVE_STEPS)
  const [castRed, castBlue] = [tint.red[index] as number, tint.blue[index] as number]
  // The green part of a cast follows from the others: a cast has no light of its own.
  const castGreen = (-0.2126 * castRed - 0.0722 * castBlue) / 0.7152
  const red = ((data[at] as number) - light - castRed) * colour
  const green = ((data[at + 1] as number) - light - castGreen) * colour
  const blue = ((data[at + 2] as number) - light - castBlue) * colour
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  let fit = 1
  if (fresh + most > 1) fit = (1 - fresh) / most
  if (fresh + least * fit < 0) fit = -fresh / least
  output[at] = fresh + red * fit
  output[at + 1] = fresh + green * fit
  output[at + 2] = fresh + blue * fit
}
