import { describe, expect, test } from 'vitest'
import { levelFor, tilesFor } from './tiles.ts'

/** 400 megapixels. */
const huge = { width: 20_000, height: 20_000, tile: 512, levels: 7 }

test('the level has a pixel for each of the screen, and none coarser', () => {
  expect([2, 1, 0.99, 0.5, 0.49, 0.25, 0.001].map((scale) => levelFor(huge, scale))).toEqual([6, 6, 6, 5, 5, 4, 0])
})

describe('the tiles for what is seen', () => {
  const screenful = (scale: number) => {
    const part = 1600 / (20_000 * scale)
    return tilesFor(huge, { left: 0.4, top: 0.4, right: 0.4 + part, bottom: 0.4 + part }, scale)
  }
  test('are few, however near one looks', () => {
    for (const scale of [0.05, 0.1, 0.3, 0.7, 1, 4]) expect(screenful(scale).length).toBeLessThanOrEqual(81)
  })
  test('cover it without a gap', () => {
    const tiles = screenful(1)
    expect(Math.min(...tiles.map(({ left }) => left))).toBeLessThanOrEqual(0.4)
    expect(Math.max(...tiles.map(({ right }) => right))).toBeGreaterThanOrEqual(0.48)
    for (const { left, column } of tiles) expect(left).toBeCloseTo((column * 512) / 20_000)
  })
  test('end where the picture ends', () => {
    const small = { width: 1300, height: 700, tile: 512, levels: 3 }
    const tiles = tilesFor(small, { left: -1, top: -1, right: 2, bottom: 2 }, 1)
    expect(tiles).toHaveLength(6)
    expect(tiles.at(-1)).toMatchObject({ level: 2, column: 2, row: 1, right: 1, bottom: 1 })
    expect(tilesFor(small, { left: 0, top: 0, right: 1, bottom: 1 }, 0.2)).toHaveLength(1)
  })
})
