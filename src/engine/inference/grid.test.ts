import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf, planGrid } from './grid.ts'
import { tileArea } from './tile-memory.ts'

const cutting = fc.record({
  context: fc.integer({ min: 0, max: 40 }),
  border: fc.integer({ min: 0, max: 40 }),
  align: fc.constantFrom(1, 2, 4, 8),
})

test('every pixel is kept once and has its context, in windows of one size', () => {
  const property = (length: number, count: number, how: { context: number; border: number; align: number }) => {
    const { starts, size, cuts } = axisOf(length, count, how)
    expect(size % how.align).toBe(0)
    expect([cuts[0], cuts.at(-1)]).toEqual([0, length])
    for (const [i, start] of starts.entries()) {
      expect(Math.abs(start % how.align)).toBe(0)
      const [from = 0, to = 0] = [cuts[i], cuts[i + 1]]
      expect(to).toBeGreaterThanOrEqual(from)
      if (from === to) continue
      // What is kept has seen its context, or all there is up to the border.
      expect(start).toBeLessThanOrEqual(Math.max(from - how.context, -how.border))
      expect(start + size).toBeGreaterThanOrEqual(Math.min(to + how.context, length + how.border))
    }
  }
  fc.assert(fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 30 }), cutting, property), {
    numRuns: 300,
  })
})

test('a picture that fits is one window; others are cut with little context', () => {
  const how = { context: 34, border: 0, align: 1 }
  expect(planGrid(1200, 834, how, 2_000_000).across.starts.length).toBe(1)
  const { across, down } = planGrid(1200, 834, how, 300_000)
  expect(across.size * down.size).toBeLessThanOrEqual(300_000)
  const work = across.size * across.starts.length * down.size * down.starts.length
  expect(work / (1200 * 834)).toBeLessThan(1.2)
})

test('tiles grow with the memory that is free, between a least and a most', () => {
  const needs = { overlap: 16, align: 1, bytesPerPixel: 1000 }
  const areas = [0, 1, 2, 4, 64].map((gigabytes) => tileArea(needs, gigabytes * 2 ** 30))
  expect(areas[0]).toBe(192 * 192)
  expect(areas[1]).toBeGreaterThan(200_000)
  expect(areas[2]).toBe((areas[1] as number) * 2)
  expect(areas[4]).toBe(tileArea(needs, 2 ** 40))
})
