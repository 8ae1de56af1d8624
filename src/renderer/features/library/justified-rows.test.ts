import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateHeight, justifyRows, type RowNeeds, shownAspect } from './justified-rows.ts'

const needs: RowNeeds = { width: 1000, target: 170, gap: 6, goesOn: true }
const widthOf = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0) + 6 * (widths.length - 1)

describe('justifyRows', () => {
  test('every row that goes on is exactly as wide as the gallery', () => {
    const rows = justifyRows(
      Array.from({ length: 60 }, (_, index) => 0.6 + (index % 7) * 0.2),
      needs,
    )
    for (const row of rows) expect(widthOf(row.widths)).toBeCloseTo(1000, 6)
  })

  test('rows hold every picture once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { maxLength: 80 }),
        fc.integer({ min: 200, max: 2400 }),
        fc.boolean(),
        (aspects, width, goesOn) => {
          const rows = justifyRows(aspects, { ...needs, width, goesOn })
          let next = 0
          for (const row of rows) {
            expect(row.first).toBe(next)
            expect(row.widths.length).toBeGreaterThan(0)
            expect(row.height).toBeLessThanOrEqual(170 * 1.5 + 1e-6)
            expect(widthOf(row.widths)).toBeLessThanOrEqual(width + 1e-6)
            next += row.widths.length
          }
          expect(next).toBe(aspects.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the last row of the last pictures keeps the wanted height instead of being blown up', () => {
    const rows = justifyRows([0.7, 0.7, 0.7], { ...needs, goesOn: false })
    expect(rows).toEqual([{ first: 0, height: 170, widths: [0.7 * 170, 0.7 * 170, 0.7 * 170] }])
  })

  test('heights stray little when shapes vary', () => {
    const aspects = Array.from({ length: 200 }, (_, index) => [0.66, 0.75, 1.5, 1, 0.8][index % 5] as number)
    const heights = justifyRows(aspects, needs).map((row) => row.height)
    expect(Math.max(...heights) / Math.min(...heights)).toBeLessThan(1.35)
  })

  test('no pictures, no rows', () => expect(justifyRows([], needs)).toEqual([]))
})

test('extreme shapes are clamped and unknown ones are square', () => {
  expect([shownAspect(9000, 500), shownAspect(100, 900), shownAspect(0, 10), shownAspect(300, 200)]).toEqual([
    3, 0.5, 1, 1.5,
  ])
})

test('the estimate is near what the layout takes', () => {
  const rows = justifyRows(
    Array.from({ length: 200 }, () => 0.8),
    needs,
  )
  const real = rows.reduce((height, row) => height + row.height + 6, 0)
  expect(estimateHeight(200, 0.8, needs) / real).toBeGreaterThan(0.85)
  expect(estimateHeight(200, 0.8, needs) / real).toBeLessThan(1.15)
})
