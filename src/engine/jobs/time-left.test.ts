import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundUp, timeLeft } from './time-left.ts'

describe('timeLeft', () => {
  test('begins with what such work took before', () => {
    expect(timeLeft(40)(0, 0)).toBe(40)
    expect(timeLeft(undefined)(0, 0)).toBeNull()
    expect(timeLeft(undefined)(0.02, 5)).toBeNull()
  })

  test('goes over to the rate of this work', () => {
    const left = timeLeft(10)
    let shown: number | null = 0
    // Really takes 100 seconds.
    for (let t = 0; t <= 60; t++) shown = left(t / 100, t)
    expect(shown).toBeGreaterThanOrEqual(38)
    expect(shown).toBeLessThanOrEqual(50)
  })

  test('without any experience the live rate is all there is', () => {
    expect(timeLeft(undefined)(0.5, 10)).toBe(10)
  })

  test('moves smoothly at a steady rate: it only ever falls', () => {
    const left = timeLeft(120)
    const shown = Array.from({ length: 121 }, (_, t) => left(t / 120, t) as number)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    expect(shown.at(-1)).toBe(0)
  })

  test('does not jump back and forth when the rate wavers', () => {
    const left = timeLeft(60)
    let rises = 0
    let before = 1000
    for (let t = 0; t <= 60; t++) {
      const now = left(Math.min(1, t / 60 + (t % 2) * 0.004), t) as number
      if (now > before) rises++
      before = now
    }
    expect(rises).toBe(0)
  })

  test('is never negative and always a number, whatever comes', () => {
    const reports = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1e5, noNaN: true })),
    )
    const expected = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: undefined })
    fc.assert(
      fc.property(expected, reports, (seconds, steps) => {
        const left = timeLeft(seconds)
        for (const [fraction, elapsed] of steps) {
          const shown = left(fraction, elapsed)
          if (shown !== null) expect(Number.isFinite(shown) && shown >= 0).toBe(true)
        }
      }),
    )
  })
})

test.each([
  [0, 0],
  [0.2, 1],
  [9.1, 10],
  [11, 15],
  [59, 60],
  [61, 75],
  [601, 660],
  [3700, 3900],
])('%d seconds are shown as %d', (seconds, shown) => {
  expect(roundUp(seconds)).toBe(shown)
})
