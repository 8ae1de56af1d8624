import type { ColourHint } from '../../shared/colour-hints.ts'
import type { Chroma, Reduced } from './chroma.ts'
import { type Spot, spotsOf, withinSpot } from './spread.ts'

/** How far apart two places may be and still be taken for alike: as a part of the longer side, in L*, in guessed a*b*. */
const PLACE = 0.5
const LIGHT = 14
const COLOUR = 8
/** Part of a hint that may be chance: the texture it lies on, the spot of a brush. */
const CHANCE = 0.08

/**
 * Moves the guess of places that are like the hinted ones: what the guess was wrong by there, it will be wrong by in
 * like places. Regression by a Gaussian process whose mean is the guess, and whose kernel knows place, lightness and
 * guessed colour (C. Rasmussen, C. Williams, _Gaussian Processes for Machine Learning_, 2006, equation 2.23).
 * @param guess without the hints, of the guide's size
 */
export function moveAlike(hints: readonly ColourHint[], guide: Reduced, guess: Chroma): Chroma {
  const [a, b] = [guess.a.slice(), guess.b.slice()]
  const known = spotsOf(hints, guide).map((spot) => meanOf(spot, guide, guess))
  const alike = known.map((row, i) => known.map((other, k) => likeness(row, other) + (i === k ? CHANCE : 0)))
  const weights = [
    solve(
      alike,
      known.map((spot) => spot.wrongA),
    ),
    solve(
      alike,
      known.map((spot) => spot.wrongB),
    ),
  ] as const
  const longer = Math.max(guide.width, guide.height)
  for (let i = 0; i < a.length; i++) {
    const here = placeOf(i, guide, guess, longer)
    known.forEach((spot, k) => {
      const like = likeness(here, spot)
      a[i] = (a[i] as number) + like * (weights[0][k] as number)
      b[i] = (b[i] as number) + like * (weights[1][k] as number)
    })
  }
  return { width: guide.width, height: guide.height, a, b }
}

/** What likeness is judged by, each in units of its own reach. */
interface Place {
  readonly x: number
  readonly y: number
  readonly light: number
  readonly a: number
  readonly b: number
}

interface Hinted extends Place {
  /** The hint less the guess. */
  readonly wrongA: number
  readonly wrongB: number
}

const placeOf = (index: number, { width, lightness }: Reduced, guess: Chroma, longer: number): Place => ({
  x: (index % width) / (longer * PLACE),
  y: Math.floor(index / width) / (longer * PLACE),
  light: (lightness[index] as number) / LIGHT,
  a: (guess.a[index] as number) / COLOUR,
  b: (guess.b[index] as number) / COLOUR,
})

function meanOf(spot: Spot, guide: Reduced, guess: Chroma): Hinted {
  const longer = Math.max(guide.width, guide.height)
  const sum = { x: 0, y: 0, light: 0, a: 0, b: 0 }
  let count = 0
  withinSpot(spot, guide, (index) => {
    const place = placeOf(index, guide, guess, longer)
    for (const key of ['x', 'y', 'light', 'a', 'b'] as const) sum[key] += place[key]
    count++
  })
  const mean = { x: sum.x / count, y: sum.y / count, light: sum.light / count, a: sum.a / count, b: sum.b / count }
  return { ...mean, wrongA: spot.a - mean.a * COLOUR, wrongB: spot.b - mean.b * COLOUR }
}

const likeness = (one: Place, other: Place): number =>
  Math.exp(
    -0.5 *
      ((one.x - other.x) ** 2 +
        (one.y - other.y) ** 2 +
        (one.light - other.light) ** 2 +
        (one.a - other.a) ** 2 +
        (one.b - other.b) ** 2),
  )

/** Solves `matrix` x = `right` by Cholesky's factors. @param matrix symmetric, positive definite; small */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const lower = matrix.map((row) => row.map(() => 0))
  const at = (i: number, k: number) => lower[i]?.[k] as number
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      let sum = matrix[i]?.[k] as number
      for (let m = 0; m < k; m++) sum -= at(i, m) * at(k, m)
      ;(lower[i] as number[])[k] = i === k ? Math.sqrt(sum) : sum / at(k, k)
    }
  const result = right.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) result[i] = (result[i] as number) - at(i, k) * (result[k] as number)
    result[i] = (result[i] as number) / at(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) result[i] = (result[i] as number) - at(k, i) * (result[k] as number)
    result[i] = (result[i] as number) / at(i, i)
  }
  return result
}
