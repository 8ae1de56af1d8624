import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { film } from './film.ts'
import { motionBetween } from './flow.ts'
import { levelsOf } from './level.ts'
import operation from './op.ts'

/** A number 0..1 for a place of a grid. */
const hash = (x: number, y: number) => {
  let state = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
}
const ease = (t: number) => t * t * (3 - 2 * t)
/** Smooth noise, `cell` pixels from grain to grain. */
const hills = (x: number, y: number, cell: number) => {
  const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)]
  const [fx, fy] = [ease(x / cell - left), ease(y / cell - top)]
  const row = (v: number) => hash(left, v) * (1 - fx) + hash(left + 1, v) * fx
  return row(top) * (1 - fy) + row(top + 1) * fy
}

/** A landscape without repetition, moved by (dx, dy) pixels. */
function scene(width: number, height: number, dx = 0, dy = 0): Raster {
  const image = createRaster(width, height, 3, false)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++, i++) {
        const [u, v] = [x - dx + 500, y - dy + 500]
        image.store[i] = 0.5 * hills(u, v, 31) + 0.3 * hills(u + 40, v, 13) + 0.2 * hills(u, v + 90 * c, 7)
      }
  return image
}
const error = (a: Raster, b: Raster, border = 0) => {
  const [p, q] = [toFloats(a), toFloats(b)]
  let [sum, count] = [0, 0]
  for (let y = border; y < a.height - border; y++)
    for (let x = border * 3; x < (a.width - border) * 3; x++, count++)
      sum += ((p[y * a.width * 3 + x] as number) - (q[y * a.width * 3 + x] as number)) ** 2
  return Math.sqrt(sum / count)
}
const between = film.between as NonNullable<typeof film.between>
const make = async (a: Raster, b: Raster, part: number) => (await between.join(a, b, testContext()))(part)

describe('motion', () => {
  test.each([
    [3.5, -2.25],
    [-11, 6],
    [0, 0],
  ])('of the whole picture by (%f, %f) is found', (dx, dy) => {
    const flow = motionBetween(levelsOf(scene(160, 120)), levelsOf(scene(160, 120, dx, dy)))
    const middle = 60 * flow.width + 80
    expect(flow.dx[middle]).toBeCloseTo(dx, 1)
    expect(flow.dy[middle]).toBeCloseTo(dy, 1)
  })

  test('is nothing where there is nothing to see, and every size has one', () => {
    for (const [width, height] of [
      [64, 48],
      [7, 5],
      [1, 1],
      [40, 3],
    ] as const) {
      const flat = createRaster(width, height, 1, false)
      const flow = motionBetween(levelsOf(flat), levelsOf(flat))
      expect([...flow.dx, ...flow.dy].every((value) => value === 0)).toBe(true)
    }
  })
})

describe('a frame between', () => {
  test('shows things on their way, where blending would show them twice', async () => {
    const [a, b] = [scene(160, 120, -6, 0), scene(160, 120, 6, 0)]
    const truth = scene(160, 120)
    const blend = createRaster(160, 120, 3, false)
    for (let i = 0; i < blend.store.length; i++) blend.store[i] = ((a.store[i] as number) + (b.store[i] as number)) / 2
    expect(error(await make(a, b, 0.5), truth, 12)).toBeLessThan(error(blend, truth, 12) / 20)
    expect(error(await make(a, b, 0.25), scene(160, 120, -3, 0), 12)).toBeLessThan(0.01)
  })

  test('of two equal frames is that frame', async () => {
    const a = scene(50, 41)
    expect(error(await make(a, a, 0.5), a)).toBeLessThan(1e-6)
  })

  test('is black between two black ones, of any size', async () => {
    for (const size of [1, 2, 9]) {
      const black = createRaster(size, size, 3, false)
      expect(toFloats(await make(black, black, 0.5)).every((value) => value === 0)).toBe(true)
    }
  })
})

describe('times', () => {
  const params = (more: object) => operation.params.parse(more)

  test('doubled: every second one is a frame of the film, and after the last it is shown again', () => {
    expect(between.times([0, 40, 100], 150, params({}))).toEqual([
      { time: 0, index: 0, part: 0 },
      { time: 20, index: 0, part: 0.5 },
      { time: 40, index: 1, part: 0 },
      { time: 70, index: 1, part: 0.5 },
      { time: 100, index: 2, part: 0 },
      { time: 125, index: 2, part: 0 },
    ])
  })

  test('fixed: evenly spread, frames of the film where they fall together', () => {
    const shot = Array.from({ length: 24 }, (_, i) => Math.round((i * 1e6) / 24))
    const made = between.times(shot, 1e6, params({ rate: 'fixed', fps: 60 }))
    expect(made).toHaveLength(60)
    expect(made.map(({ time }) => time)).toEqual(made.map((_, i) => Math.round((i * 1e6) / 60)))
    expect(made[5]).toEqual({ time: 83333, index: 2, part: 0 })
    expect(made[1]).toMatchObject({ index: 0, part: expect.closeTo(0.4, 3) })
    expect(made.slice(-2).every(({ index, part }) => index === 23 && part === 0)).toBe(true)
  })

  test('fixed: shots go on in the same beat, and none is lost', () => {
    const ends = [500_000, 507_000, 1_000_000]
    const shots = [[0, 250_000], [500_000], [507_000, 750_000]]
    const all = shots.flatMap((times, i) => between.times(times, ends[i] as number, params({ rate: 'fixed', fps: 50 })))
    expect(all.every(({ time }, i) => i === 0 || time > (all[i - 1]?.time ?? 0))).toBe(true)
    expect(between.times([507_001], 507_900, params({ rate: 'fixed', fps: 50 }))).toEqual([
      { time: 507_001, index: 0, part: 0 },
    ])
  })
})
