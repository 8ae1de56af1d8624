import { SMALL } from '../../operations/presets.ts'
import type { Finding } from '../../shared/analysis.ts'
import type { Measures } from './measure.ts'

/** One thing that can be found. Undefined: it is not there. */
type Judge = (measures: Measures) => Finding | undefined

/** 0 at `from`, 1 at `to`. */
const grade = (value: number, from: number, to: number) => Math.min(1, Math.max(0, (value - from) / (to - from)))
const round = (value: number, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits

/** High key: nearly everything is light, and meant to be. */
const isHighKey = ({ tone }: Measures) => tone.quarter > 0.8

const faded: Judge = (measures) => {
  const { tone, explained } = measures
  const range = tone.white - tone.black
  if (tone.black < 0.13 || range > 0.82 || isHighKey(measures)) return undefined
  const [black, white] = [round(explained.black), round(explained.white)]
  return {
    kind: 'faded',
    severity: Math.max(0.2, grade(tone.black, 0.1, 0.35), grade(0.85 - range, 0, 0.5)),
    text: `Faded: the darkest tone is ${black} % gray, the lightest ${white} %.`,
    values: { black, white },
  }
}

/** The network would change one in fifty colour photos that are sound by that much, and most that have faded. */
const LOST = 7

const fadedDyes: Judge = ({ tone, dyes }) => {
  if (tone.kind !== 'colour' || dyes === undefined || dyes < LOST) return undefined
  const difference = round(dyes, 1)
  return {
    kind: 'faded-dyes',
    severity: Math.max(0.2, grade(dyes, LOST / 2, 18)),
    text: `Faded dyes: its colours were others once, by a difference of ${difference} (CIEDE2000) on average.`,
    values: { difference },
  }
}

const lowContrast: Judge = (measures) => {
  const { tone } = measures
  const range = tone.white - tone.black
  // A night picture has little range as well, but its blacks are black.
  if (range > 0.55 || range < 0.02 || tone.black < 0.08 || isHighKey(measures)) return undefined
  const percent = round(range * 100)
  return {
    kind: 'low-contrast',
    severity: Math.max(0.2, grade(0.6 - range, 0, 0.45)),
    text: `Low contrast: all tones lie within ${percent} % of the range.`,
    values: { range: percent },
  }
}

/** Tints below this (distance in a*, b*) nobody minds. */
const NOTICEABLE = 6

const cast: Judge = ({ tone, explained }) => {
  const { a, b } = explained.cast
  const strength = Math.hypot(a, b)
  const isFaded = tone.black > 0.08
  if (tone.kind === 'gray' || strength < NOTICEABLE || (tone.kind === 'colour' && !isFaded)) return undefined
  const severity = Math.max(0.2, grade(strength, 4, 30))
  const values = { a: round(a), b: round(b), name: nameOf(a, b) }
  const numbers = `a* ${values.a}, b* ${values.b}`
  if (tone.kind === 'colour') {
    return {
      kind: 'colour-cast',
      severity,
      text: `Colour cast: the whole picture leans to ${values.name} (${numbers}).`,
      values,
    }
  }
  return { kind: 'sepia', severity, text: `Toned or yellowed: one tint, ${values.name} (${numbers}).`, values }
}

function nameOf(a: number, b: number): string {
  const names = ['red', 'orange', 'yellow', 'yellow-green', 'green', 'cyan', 'blue', 'violet']
  const turn = (Math.atan2(b, a) / (2 * Math.PI) + 1) % 1
  return names[Math.round(turn * 8) % 8] as string
}

const dark: Judge = ({ tone, explained }) => {
  // Night pictures and dark backdrops are dark, too: only when no tone reaches light is the picture itself too dark.
  if (tone.white > 0.6 || tone.median > 0.2) return undefined
  const [median, white] = [round(explained.median), round(explained.white)]
  return {
    kind: 'dark',
    severity: Math.max(0.2, grade(0.25 - tone.median, 0, 0.2)),
    text: `Dark: half of the picture is darker than ${median} %, and no tone is lighter than ${white} %.`,
    values: { median, white },
  }
}

const bright: Judge = (measures) => {
  const { tone, explained } = measures
  if (tone.median < 0.72 || tone.black < 0.2 || isHighKey(measures)) return undefined
  const [median, black] = [round(explained.median), round(explained.black)]
  return {
    kind: 'bright',
    severity: Math.max(0.2, grade(tone.black, 0.15, 0.4)),
    text: `Washed out: half of the picture is lighter than ${median} %, and no tone is darker than ${black} %.`,
    values: { median, black },
  }
}

const grain: Judge = (measures) => {
  if (measures.grain < 2.5) return undefined
  const sigma = round(measures.grain, 1)
  return {
    kind: 'grain',
    severity: Math.max(0.2, grade(sigma, 1, 20)),
    text: `Grain or noise: light varies by ${sigma} of 255 levels where it should be even.`,
    values: { sigma },
  }
}

const blocky: Judge = ({ blocks }) => {
  if (blocks < 1.5) return undefined
  const percent = round((blocks - 1) * 100)
  return {
    kind: 'blocky',
    severity: Math.max(0.2, grade(blocks, 1.3, 2.5)),
    text: `Over-compressed: steps at the borders of JPEG blocks are ${percent} % larger than inside.`,
    values: { percent },
  }
}

const blurred: Judge = ({ blur }) => {
  if (blur === undefined || blur < 0.56) return undefined
  const percent = round(blur * 100)
  return {
    kind: 'blurred',
    severity: Math.max(0.2, grade(blur, 0.45, 0.85)),
    text: `Blurred: ${percent} % of its finest contrast would survive another blur (a sharp picture keeps 20 to 40 %).`,
    values: { percent },
  }
}

/** A clean photo is marked on less than this part: buttons, branches, lace. */
const SCRATCHED = 0.004

const scratched: Judge = ({ damage }) => {
  if (damage === undefined || damage < SCRATCHED) return undefined
  const percent = round(damage * 100, 1)
  return {
    kind: 'scratched',
    severity: Math.max(0.2, grade(damage, SCRATCHED / 2, 0.03)),
    text: `Scratches, dust or cracks cover about ${percent} % of the picture.`,
    values: { percent },
  }
}

const small: Judge = ({ width, height }) => {
  const side = Math.max(width, height)
  if (side >= SMALL) return undefined
  return {
    kind: 'small',
    severity: Math.max(0.2, grade(SMALL - side, 0, 800)),
    text: `Small: ${width} x ${height} pixels.`,
    values: { width, height },
  }
}

const blackAndWhite: Judge = ({ tone }) =>
  tone.kind === 'colour' ? undefined : { kind: 'black-and-white', severity: 0, text: 'Black and white.', values: {} }

const judges: readonly Judge[] = [
  faded,
  fadedDyes,
  lowContrast,
  cast,
  dark,
  bright,
  scratched,
  grain,
  blocky,
  blurred,
  small,
  blackAndWhite,
]

/** Not damage: said, but no reason for work. */
const neutral: readonly Finding['kind'][] = ['black-and-white', 'small']

/** What is to be said about a picture, the worst first. */
export function findingsOf(measures: Measures): Finding[] {
  const found = judges.flatMap((judge) => judge(measures) ?? []).sort((a, b) => b.severity - a.severity)
  if (found.every(({ kind }) => neutral.includes(kind))) {
    found.push({
      kind: 'healthy',
      severity: 0,
      text: 'Healthy: no fading, noise, blur or compression to speak of.',
      values: {},
    })
  }
  return found
}
