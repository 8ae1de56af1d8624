import { TINT_STEPS, tintAt } from './chroma.ts'
import { CURVE_STEPS } from './curve.ts'
import type { ToneMeasure } from './measure.ts'

/** What is taken away from (red - light, blue - light), tabulated by light like the tone curve. */
export interface TintTable {
  readonly red: Float32Array
  readonly blue: Float32Array
}

/** Blacks lighter than this tell of a faded print; only there the ends are believed to have been neutral. */
const FADED_BLACK = [0.06, 0.16] as const

/**
 * The cast to remove. A toned picture has one tint, known for every light. In a colour picture only the ends can tell,
 * and only when the print has faded; straight in between.
 * @param amount 0 none .. 1 all of it
 */
export function tintToRemove(measure: ToneMeasure, amount: number): TintTable {
  const table: TintTable = { red: new Float32Array(CURVE_STEPS + 1), blue: new Float32Array(CURVE_STEPS + 1) }
  if (amount === 0 || measure.kind === 'gray') return table
  const tint = measure.kind === 'toned' ? measure.chroma : betweenEnds(measure)
  for (let i = 0; i <= CURVE_STEPS; i++) {
    table.red[i] = amount * tintAt(tint.red, i / CURVE_STEPS)
    table.blue[i] = amount * tintAt(tint.blue, i / CURVE_STEPS)
  }
  return table
}

function betweenEnds({ ends, black, white }: ToneMeasure): TintTable {
  const { dark, light } = ends
  const faded = ramp(black, FADED_BLACK[0], FADED_BLACK[1])
  const steps = (pick: 'red' | 'blue') =>
    Float32Array.from({ length: TINT_STEPS }, (_, i) => {
      const position = ramp(i / (TINT_STEPS - 1), black, white)
      return faded * (dark[pick] * dark.trust * (1 - position) + light[pick] * light.trust * position)
    })
  return { red: steps('red'), blue: steps('blue') }
}

const ramp = (value: number, from: number, to: number) =>
  Math.min(1, Math.max(0, (value - from) / Math.max(1e-6, to - from)))
