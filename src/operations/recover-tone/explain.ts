import type { Raster } from '../../shared/image/raster.ts'
import { labOf } from '../support/lab.ts'
import { tintAt } from './chroma.ts'
import { measureTone, type ToneMeasure } from './measure.ts'

/** What was found, in the numbers people use. */
export interface ToneExplanation {
  /** Darkest and lightest tone, percent of gray. */
  readonly black: number
  readonly white: number
  readonly median: number
  /** The common tint at a middle gray: a* (green to red) and b* (blue to yellow). */
  readonly cast: { readonly a: number; readonly b: number }
  readonly kind: ToneMeasure['kind']
}

export function explainTone(image: Raster): ToneExplanation {
  return explainMeasure(measureTone(image))
}

export function explainMeasure(measure: ToneMeasure): ToneExplanation {
  const percent = (light: number) => Math.round(light * 1000) / 10
  const { black, white, median, kind } = measure
  return { black: percent(black), white: percent(white), median: percent(median), cast: castOf(measure), kind }
}

/** Toned pictures: the tint in the middle. Colour pictures: what both ends have in common, as far as it is believed. */
function castOf({ kind, chroma, ends }: ToneMeasure): { a: number; b: number } {
  if (kind === 'gray') return { a: 0, b: 0 }
  const { dark, light } = ends
  const both = (pick: 'red' | 'blue') => (dark[pick] * dark.trust + light[pick] * light.trust) / 2
  const red = kind === 'toned' ? tintAt(chroma.red, 0.5) : both('red')
  const blue = kind === 'toned' ? tintAt(chroma.blue, 0.5) : both('blue')
  const green = (-0.2126 * red - 0.0722 * blue) / 0.7152
  const [, a, b] = labOf(0.5 + red, 0.5 + green, 0.5 + blue)
  const tenth = (value: number) => Math.round(value * 10) / 10
  return { a: tenth(a), b: tenth(b) }
}
