import { describe, expect, test } from 'vitest'
import { CutFinder } from './cuts.ts'
import { GRID_HEIGHT, GRID_WIDTH } from './light.ts'
import { planPieces } from './pieces.ts'
import type { ShotRecord } from './survey.ts'

const shots = (...lengths: number[]): ShotRecord[] => {
  let first = 0
  return lengths.map((length) => {
    const shot = {
      first,
      times: Array.from({ length }, (_, i) => i),
      place: 0,
      next: 0,
      origin: 0,
      repeats: [],
      plans: [],
    }
    first += length
    return shot
  })
}
const plan = (lengths: number[], secondsPerFrame = 0.01) =>
  planPieces(shots(...lengths), 25, secondsPerFrame).map(({ first, frames }) => [first, frames])

describe('pieces', () => {
  test('end at cuts where they come in time, and hold several short shots', () => {
    expect(plan([100, 100, 100])).toEqual([
      [0, 200],
      [200, 100],
    ])
  })

  test('of a long shot are equal parts of at most ten seconds', () => {
    expect(plan([600])).toEqual([
      [0, 200],
      [200, 200],
      [400, 200],
    ])
  })

  test('get shorter when the work is slow, but not shorter than eight frames', () => {
    expect(plan([40], 0.5).map(([, frames]) => frames)).toEqual([20, 20])
    expect(plan([40], 60).map(([, frames]) => frames)).toEqual([8, 8, 8, 8, 8])
  })

  test('cover every frame once', () => {
    const lengths = [3, 260, 1, 1, 900, 12]
    const pieces = planPieces(shots(...lengths), 25, 0.03)
    let next = 0
    for (const { first, frames } of pieces) {
      expect(first).toBe(next)
      next += frames
    }
    expect(next).toBe(lengths.reduce((sum, length) => sum + length, 0))
  })
})

describe('cuts', () => {
  const grid = (make: (x: number, y: number) => number) =>
    Float32Array.from({ length: GRID_WIDTH * GRID_HEIGHT }, (_, i) => make(i % GRID_WIDTH, Math.floor(i / GRID_WIDTH)))
  const scene = (shift: number, light = 1) =>
    grid((x, y) => light * (110 + 60 * Math.sin((x + shift) / 3) + 20 * Math.cos(y / 2)))
  const other = grid((x, y) => 120 + 70 * Math.cos(x * y * 0.11))
  const found = (grids: readonly Float32Array[]) => {
    const finder = new CutFinder()
    return grids.map((each) => finder.isCut(each))
  }

  test('are where the picture becomes another one', () => {
    expect(found([scene(0), scene(0.2), other, other])).toEqual([false, false, true, false])
  })

  test('are not where light flickers or the camera moves', () => {
    expect(found(Array.from({ length: 12 }, (_, i) => scene(i * 0.5, i % 2 === 0 ? 1 : 0.6))).some(Boolean)).toBe(false)
  })

  test('a black frame parts two scenes', () => {
    expect(found([scene(0), grid(() => 4), grid(() => 5), scene(0)])).toEqual([false, true, false, true])
  })
})
