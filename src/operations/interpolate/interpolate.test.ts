import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { film } from './film.ts'
import { motionBetween } from './flow.ts'
import { levelsOf } from './level.ts'
import { error, scene } from './moving-scene.ts'
import operation from './op.ts'

const between = film.between as NonNullable<typeof film.between>
const params = (more: object = {}) => operation.params.parse(more)
const classical = params({ method: 'classical' })
const make = async (a: Raster, b: Raster, part: number) =>
  (await between.join({ a, b }, classical, testContext()))(part)

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

const times = (own: readonly number[], end: number, more: object = {}, repeats: readonly number[] = []) =>
  between.times({ times: own, end, repeats }, params(more))

test('the fast way carries things along, and does not look at what covers what', async () => {
  const [a, b] = [scene(160, 120, -6, 0), scene(160, 120, 6, 0)]
  const join = between.join({ a, b }, params({ method: 'fast' }), testContext())
  const made = await (await join)(0.5)
  expect(error(made, scene(160, 120), 12)).toBeLessThan(0.01)
  expect(error(made, await make(a, b, 0.5))).toBeGreaterThan(0)
})

describe('a frame on a bent way', () => {
  test('is where the thing was, when it gets faster', async () => {
    const at = (time: number) => 8 * time + 4 * time * time
    const [before, a, b, after] = [-1, 0, 1, 2].map((time) => scene(200, 120, at(time), 0)) as [
      Raster,
      Raster,
      Raster,
      Raster,
    ]
    const truth = scene(200, 120, at(0.5), 0)
    const quadratic = params({ method: 'quadratic' })
    const bent = await (await between.join({ before, a, b, after }, quadratic, testContext()))(0.5)
    const straight = await (await between.join({ a, b, after }, quadratic, testContext()))(0.5)
    expect(error(bent, truth, 30)).toBeLessThan(0.01)
    expect(error(straight, truth, 30)).toBeGreaterThan(2 * error(bent, truth, 30))
  })
})

describe('times', () => {
  test('doubled: every second one is a frame of the film, and after the last it is shown again', () => {
    expect(times([0, 40, 100], 150)).toEqual([
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
    const made = times(shot, 1e6, { rate: 'fixed', fps: 60 })
    expect(made).toHaveLength(60)
    expect(made.map(({ time }) => time)).toEqual(made.map((_, i) => Math.round((i * 1e6) / 60)))
    expect(made[5]).toEqual({ time: 83333, index: 2, part: 0 })
    expect(made[1]).toMatchObject({ index: 0, part: expect.closeTo(0.4, 3) })
    expect(made.slice(-2).every(({ index, part }) => index === 23 && part === 0)).toBe(true)
  })

  test('fixed: shots go on in the same beat, and none is lost', () => {
    const ends = [500_000, 507_000, 1_000_000]
    const shots = [[0, 250_000], [500_000], [507_000, 750_000]]
    const all = shots.flatMap((shot, i) => times(shot, ends[i] as number, { rate: 'fixed', fps: 50 }))
    expect(all.every(({ time }, i) => i === 0 || time > (all[i - 1]?.time ?? 0))).toBe(true)
    expect(times([507_001], 507_900, { rate: 'fixed', fps: 50 })).toEqual([{ time: 507_001, index: 0, part: 0 }])
  })

  test('slower: everything is later, and as many frames', () => {
    const half = times([0, 40_000, 100_000], 150_000, { speed: 0.5 })
    expect(half.map(({ time }) => time)).toEqual([0, 40_000, 80_000, 140_000, 200_000, 250_000])
    expect(half.map(({ index, part }) => [index, part])).toEqual(
      times([0, 40_000, 100_000], 150_000).map(({ index, part }) => [index, part]),
    )
    const even = times([0, 40_000, 80_000], 120_000, { speed: 0.25, rate: 'fixed', fps: 25 })
    expect(even.map(({ time }) => time)).toEqual(Array.from({ length: 12 }, (_, i) => i * 40_000))
    expect(even[5]).toMatchObject({ index: 1, part: expect.closeTo(0.25, 6) })
  })

  test('repeated frames are made anew, between those that show something new', () => {
    const shot = [0, 40, 80, 120, 160]
    const made = times(shot, 200, {}, [1, 2])
    expect(made.map(({ time }) => time)).toEqual(times(shot, 200).map(({ time }) => time))
    expect(made.slice(0, 7)).toEqual([
      { time: 0, index: 0, part: 0 },
      ...[1, 2, 3, 4, 5].map((i) => ({ time: 20 * i, index: 0, part: expect.closeTo(i / 6, 6), to: 3 })),
      { time: 120, index: 3, part: 0 },
    ])
    expect(times(shot, 200, { repeats: 'keep' }, [1, 2])).toEqual(times(shot, 200))
    // At the end of a shot there is nothing to go to, and what stands still on purpose does.
    expect(times(shot, 200, {}, [4]).at(-1)).toEqual({ time: 180, index: 3, part: 0 })
    const still = Array.from({ length: 9 }, (_, i) => 40 * i)
    expect(times(still, 360, {}, [1, 2, 3, 4, 5, 6, 7])).toEqual(times(still, 360))
  })

  test('bent ways ask for frames at equal distance, within the shot', () => {
    const made = times([0, 40, 80, 120, 240], 280, { method: 'quadratic' }).filter(({ part }) => part > 0)
    expect(made.map(({ before, after }) => [before, after])).toEqual([
      [undefined, 2],
      [0, 3],
      [1, undefined],
      [undefined, undefined],
    ])
  })
})
