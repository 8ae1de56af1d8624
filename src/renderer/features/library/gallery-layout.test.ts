import { describe, expect, test } from 'vitest'
import {
  blockSize,
  layOutBlock,
  type Needs,
  placeOf,
  stackBlocks,
  verticalNeighbour,
  yearOf,
} from './gallery-layout.ts'

const needs: Needs = { width: 1000, target: 170, gap: 6, byYear: false }
const shapes = (count: number, date: string | null = null) =>
  Array.from({ length: count }, (_, index) => ({ width: 600 + (index % 3) * 200, height: 800, date }))

const laid = (count: number) => layOutBlock(shapes(count), needs, true, undefined)

test.each([
  ['1935-06-02', '1935'],
  ['1935~', '1935'],
  ['193X', '193X'],
  ['19XX', '19XX'],
  [null, ''],
  ['XXXX', ''],
])('year of %s', (date, year) => expect(yearOf(date)).toBe(year))

describe('by year', () => {
  const dated = [...shapes(4, '1935'), ...shapes(3, '1951-07'), ...shapes(2)]
  test('a heading where the year changes', () => {
    const { rows } = layOutBlock(dated, { ...needs, byYear: true }, true, undefined)
    expect(rows.flatMap((row) => (row.kind === 'heading' ? [row.year] : []))).toEqual(['1935', '1951', ''])
  })
  test('no second heading when the block before ended with the same year', () => {
    const { rows } = layOutBlock(dated, { ...needs, byYear: true }, true, '1935')
    expect(rows.flatMap((row) => (row.kind === 'heading' ? [row.year] : []))).toEqual(['1951', ''])
  })
})

test('100,000 pictures are stacked without being known', () => {
  const blocks = stackBlocks(100_000, new Map([[0, laid(blockSize)]]), 0.9, needs)
  expect(blocks).toHaveLength(500)
  expect(blocks[1]?.top).toBe(blocks[0]?.height)
  expect(blocks.at(-1)?.rows).toBeUndefined()
})

describe('moving up and down', () => {
  const known = new Map([
    [0, laid(blockSize)],
    [1, layOutBlock(shapes(30), needs, true, '')],
  ])
  const blocks = stackBlocks(blockSize + 30, known, 0.9, needs)
  const total = blockSize + 30

  test('down and up again ends at the same picture or beside it', () => {
    for (const start of [0, 3, 40, 120]) {
      const below = verticalNeighbour(blocks, start, 1, 6, total)
      expect(placeOf(blocks, below, 6)?.top).toBeGreaterThan(placeOf(blocks, start, 6)?.top as number)
      expect(Math.abs(verticalNeighbour(blocks, below, -1, 6, total) - start)).toBeLessThanOrEqual(1)
    }
  })
  test('crosses from one block to the next', () =>
    expect(verticalNeighbour(blocks, blockSize - 1, 1, 6, total)).toBeGreaterThanOrEqual(blockSize))
  test('the first row has nothing above it that is not the first picture', () =>
    expect(verticalNeighbour(blocks, 2, -1, 6, total)).toBe(0))
})
