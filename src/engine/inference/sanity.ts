import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'

/** Mean level, 0..1, above which a black result cannot be right. */
const LIT = 0.03
const BLACK = 1 / 255
/** An enlargement keeps the mean of every channel; a driver that swaps or drops channels does not. */
const MEAN_SHIFT = 0.2

/** Mean difference between channels that makes a picture a coloured one, and what may be left of it at least. */
const COLOURED = 0.02
const KEPT_COLOUR = 0.1
/** Every so many pixels are looked at for colour. */
const COLOUR_STEP = 31

const meansOf = (planes: Float32Array, channels: number): number[] => {
  const area = planes.length / channels
  return Array.from({ length: channels }, (_, c) => sumOf(planes.subarray(c * area, (c + 1) * area)) / area)
}

/** Four sums at a time: one would wait for itself at every sample. */
function sumOf(samples: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  const end = samples.length - (samples.length % 4)
  for (let i = 0; i < end; i += 4) {
    a += samples[i] as number
    b += samples[i + 1] as number
    c += samples[i + 2] as number
    d += samples[i + 3] as number
  }
  for (let i = end; i < samples.length; i++) a += samples[i] as number
  return a + b + c + d
}

/** Mean difference between neighbouring channels: 0 for gray. */
function colourOf(planes: Float32Array, channels: number): number {
  const area = planes.length / channels
  let [sum, count] = [0, 0]
  for (let i = 0; i < area; i += COLOUR_STEP) {
    for (let c = 1; c < channels; c++) sum += Math.abs((planes[c * area + i] as number) - (planes[i] as number))
    count += channels - 1
  }
  return count > 0 ? sum / count : 0
}

/**
 * Catches what a broken graphics driver returns in place of a picture: NaN, black, gray, channels swapped or lost.
 * Means are looked at, one pass over the samples, where one NaN anywhere makes a mean NaN; and the colour of some pixels.
 * @returns what is wrong, or undefined
 */
export function insanity(input: Float32Array, output: Float32Array, card: ModelCard): string | undefined {
  const after = meansOf(output, card.output.channels)
  if (after.some((mean) => !Number.isFinite(mean))) return 'it holds values that are not numbers'
  // Only pictures have light.
  if (card.output.colour !== 'rgb' && card.output.colour !== 'gray') return undefined
  // Colours only: a mask that is given beside them is no light.
  const before = meansOf(input, card.input.channels).slice(0, card.output.channels)
  const lit = before.some((mean) => mean > LIT)
  if (lit && after.every((mean) => Math.abs(mean) < BLACK)) return 'it is black'
  if (card.task !== 'upscale' || before.length !== after.length) return undefined
  const shifted = after.some((mean, c) => Math.abs(mean - (before[c] as number)) > MEAN_SHIFT)
  if (shifted) return 'its brightness or colour is wrong'
  const colour = colourOf(input, card.input.channels)
  const isGray = colour > COLOURED && colourOf(output, card.output.channels) < colour * KEPT_COLOUR
  return isGray ? 'it has lost its colour' : undefined
}

export const insaneResult = (model: string, what: string): AppError =>
  new AppError('result-insane', `The model “${model}” returned a result that cannot be right: ${what}.`, {
    model,
    what,
  })
