import { describe, expect, test } from 'vitest'
import { blockSize, layOutBlock, type Needs, placeOf, stackBlocks, verticalNeighbour } from './gallery-layout.ts'

const needs: Needs = { width: 1000, target: 170, gap: 6, by: undefined }
const shapes = (count: number, timeKey = '~') =>
  Array.from({ length: count }, (_, index) => ({ width: 600 + (index % 3) * 200, height: 800, timeKey }))

const laid = (count: number) => layOutBlock(shapes(count), needs, true, undefined)

describe('by year', () => {
  const dated = [...shapes(4, '1935#'), ...shapes(3, '1951-07#'), ...shapes(2)]
  test('a heading where the year changes', () => {
    const { rows } = layOutBlock(dated, { ...needs, by: 'year' }, true, undefined)
    expect(rows.flatMap((row) => (row.kind === 'heading' ? [row.group] : []))).toEqual(['1935', '1951', ''])
  })
  test('no second heading when the block before ended with the same year', () => {
    const { rows } = layOutBlock(dated, { ...needs, by: 'year' }, true, '1935')
    expect(rows.flatMap((row) => (row.kind === 'heading' ? [row.group] : []))).toEqual(['1951', ''])
  })
})

test('100,000 pictures are stacked without being known', () => {
  const blocks = stackBlocks(100_000, new Map([[0, laid(blockSize)]]), 0.9, needs)
  expect(blocks).toHaveLength(500)
  expect(blocks[1]?.top).toBe(blocks[0]?.height)
  expect(blocks.at(-1)?.rows).toBeUndefined()
})

test('unknown blocks are guessed with the headings they hold', () => {
  const byYear: Needs = { ...needs, by: 'year' }
  const groups = Array.from({ length: 100 }, (_, year) => ({ key: String(1900 + year), count: 10 }))
  const shape = shapes(1000).map((each, i) => ({ ...each, timeKey: `${1900 + Math.floor(i / 10)}#` }))
  const real = [0, 1, 2, 3, 4].map((block) => {
    const some = shape.slice(block * blockSize, (block + 1) * blockSize)
    return layOutBlock(some, byYear, block === 4, block === 0 ? undefined : String(1899 + block * 20))
  })
  const guessed = stackBlocks(1000, new Map(), 1, byYear, groups)
  const total = real.reduce((sum, { height }) => sum + height, 0)
  const last = guessed.at(-1)
  expect(((last?.top ?? 0) + (last?.height ?? 0)) / total).toBeGreaterThan(0.8)
  expect(((last?.top ?? 0) + (last?.height ?? 0)) / total).toBeLessThan(1.25)
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
