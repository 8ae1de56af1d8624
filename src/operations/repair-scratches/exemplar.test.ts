import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { rasterOf } from '../../shared/image/raster.ts'
import { depths, STEP } from './distance.ts'
import { fillFromPatches } from './exemplar.ts'
import type { Piece } from './patch-match.ts'
import { wideHoles } from './wide.ts'
import { fillWide } from './wide-fill.ts'

const brick = (x: number, y: number) => {
  const row = Math.floor(y / 8)
  return y % 8 === 0 || (x + (row % 2) * 8) % 16 === 0 ? 0.8 : 0.35 + 0.02 * ((x * 7 + y * 3) % 5)
}

function wall(width: number, height: number, isHole: (x: number, y: number) => boolean): Piece {
  const data = new Float32Array(width * height)
  const hole = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    hole[i] = isHole(x, y) ? 1 : 0
    data[i] = hole[i] === 1 ? 0 : brick(x, y)
  }
  return { width, height, channels: 1, data, hole }
}

/** Root of the mean squared error inside the hole. */
function error(piece: Piece, data: Float32Array): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    if (piece.hole[i] === 0) continue
    sum += ((data[i] as number) - brick(i % piece.width, Math.floor(i / piece.width))) ** 2
    count++
  }
  return Math.sqrt(sum / count)
}

describe('filling from patches', () => {
  const piece = wall(120, 90, (x, y) => Math.hypot(x - 60, y - 45) < 20)

  test('goes on with a wall of bricks, and leaves what is known', async () => {
    const result = await fillFromPatches(piece, 1, testContext())
    const filled = result?.piece.data ?? new Float32Array()
    // The best constant is off by 0.15.
    expect(error(piece, filled)).toBeLessThan(0.1)
    expect(filled.every((value, i) => piece.hole[i] === 1 || value === piece.data[i])).toBe(true)
  })

  test('is the same each time', async () => {
    const [a, b] = [await fillFromPatches(piece, 3, testContext()), await fillFromPatches(piece, 3, testContext())]
    expect(a?.piece.data).toEqual(b?.piece.data)
  })

  test('says when there is nothing to copy', async () => {
    expect(
      await fillFromPatches(
        wall(40, 40, () => true),
        1,
        testContext(),
      ),
    ).toBeUndefined()
    expect(
      await fillFromPatches(
        wall(9, 9, (x) => x === 4),
        1,
        testContext(),
      ),
    ).toBeUndefined()
  })

  test('stops when asked', async () => {
    let asked = 0
    const context = testContext({ cancelled: () => ++asked > 3 })
    await expect(fillFromPatches(piece, 1, context)).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toBe(4)
  })
})

test('depth is the distance to the nearest pixel outside, not to the frame', () => {
  const frame = { width: 40, height: 30 }
  const depth = depths((i) => i % 40 < 20, frame)
  expect(depth[15 * 40 + 19]).toBe(STEP)
  expect(depth[15 * 40]).toBe(20 * STEP)
  expect(depth[25]).toBe(0)
})

test('only what is wide is copied: the scratch that runs into a tear is not', async () => {
  const frame = { width: 300, height: 200 }
  const mask = new Uint8Array(60_000)
  for (let y = 0; y < 200; y++)
    for (let x = 0; x < 300; x++)
      if (Math.hypot(x - 60, y - 100) < 25 || Math.abs(y - 100) < 2 || Math.hypot(x - 250, y - 50) < 12)
        mask[y * 300 + x] = 255
  const holes = await wideHoles(mask, frame, testContext())
  expect(holes).toHaveLength(1)
  const { box, part } = holes[0] as (typeof holes)[number]
  expect(box.left + box.width).toBeLessThan(110)
  const area = part.reduce((sum, value) => sum + value, 0)
  expect(area).toBeGreaterThan(Math.PI * 24 ** 2)
  expect(area).toBeLessThan(Math.PI * 27 ** 2)
})

test('a hole larger than is matched at full scale is filled with details of full scale', async () => {
  const [width, height] = [600, 500]
  const isHole = (x: number, y: number) => Math.hypot(x - 300, y - 250) < 116
  const piece = wall(width, height, isHole)
  const mask = Uint8Array.from(piece.hole, (value) => value * 255)
  const image = rasterOf(width, height, 1, piece.data)
  const grain = { columns: Math.ceil(width / 64), cells: new Map() }
  const holes = await wideHoles(mask, image, testContext())
  const [filled] = await fillWide(image, mask, holes, grain, testContext())
  expect(filled?.part.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(42_000)
  // Bright joints of one pixel, as many as in the wall around: a blur would have none.
  const joints = filled?.data.filter((value, i) => filled.part[i] === 1 && value > 0.7).length ?? 0
  expect(joints / 42_270).toBeGreaterThan(0.13)
  expect(joints / 42_270).toBeLessThan(0.22)
})
