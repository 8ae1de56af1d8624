import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { type Channels, createRaster, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { innerSize, resultSize } from './geometry.ts'
import operation from './op.ts'
import { run } from './run.ts'

const defaults = operation.params.parse({})
const numbered = (width: number, height: number, channels: Channels = 1) =>
  rasterOf(
    width,
    height,
    channels,
    Float32Array.from({ length: width * height * channels }, (_, i) => i / 1000),
  )
const rows = (image: Raster) => {
  const data = toFloats(image)
  return Array.from({ length: image.height }, (_, y) =>
    Array.from({ length: image.width }, (_, x) =>
      Math.round((data[(y * image.width + x) * image.channels] as number) * 1000),
    ),
  )
}
const turned = async (image: Raster, params: Partial<typeof defaults>) =>
  (await run(image, { ...defaults, ...params }, testContext())).image

describe('moving samples', () => {
  // 0 1 2
  // 3 4 5
  const image = numbered(3, 2)
  test.each([
    [
      { turn: 90 },
      [
        [3, 0],
        [4, 1],
        [5, 2],
      ],
    ],
    [
      { turn: 180 },
      [
        [5, 4, 3],
        [2, 1, 0],
      ],
    ],
    [
      { turn: 270 },
      [
        [2, 5],
        [1, 4],
        [0, 3],
      ],
    ],
    [
      { flip: 'horizontal' },
      [
        [2, 1, 0],
        [5, 4, 3],
      ],
    ],
    [
      { flip: 'vertical' },
      [
        [3, 4, 5],
        [0, 1, 2],
      ],
    ],
    [
      { turn: 90, flip: 'horizontal' },
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      { left: 1 / 3, width: 2 / 3 },
      [
        [1, 2],
        [4, 5],
      ],
    ],
    [{ turn: 90, top: 1 / 3, height: 1 / 3 }, [[4, 1]]],
    [{ turn: 270, left: 0.5, top: 2 / 3, width: 0.9 }, [[3]]],
  ] as const)('%j', async (params, expected) => {
    expect(rows(await turned(image, params))).toEqual(expected)
    expect(resultSize({ ...defaults, ...params }, image)).toEqual({
      width: expected[0].length,
      height: expected.length,
    })
  })

  test('every channel moves along', async () => {
    const image = numbered(2, 1, 4)
    expect([...toFloats(await turned(image, { turn: 180 }))].map((v) => Math.round(v * 1000))).toEqual([
      4, 5, 6, 7, 0, 1, 2, 3,
    ])
  })

  test('four quarter turns of a tall picture give it back, across bands', async () => {
    let image: Raster = numbered(5, 700)
    const before = rows(image)
    for (let i = 0; i < 4; i++) image = await turned(image, { turn: 90 })
    expect(rows(image)).toEqual(before)
  })
})

/** A smooth picture known everywhere: turning it can be checked against the formula. */
const wave = (x: number, y: number) => 0.5 + 0.25 * Math.sin(x / 9) + 0.25 * Math.cos(y / 7)
function waves(width: number, height: number): Raster {
  const image = createRaster(width, height, 1, false)
  for (let i = 0; i < image.store.length; i++) image.store[i] = wave(i % width, Math.floor(i / width))
  return image
}

describe('straightening', () => {
  test.each([7.3, -12])('by %d degrees samples the right places', async (angle) => {
    const image = waves(300, 180)
    const result = await turned(image, { angle })
    const expected = innerSize(image, angle)
    expect([result.width, result.height]).toEqual([expected.width, expected.height])
    const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
    const data = toFloats(result)
    let worst = 0
    data.forEach((value, i) => {
      const dx = (i % result.width) - (result.width - 1) / 2
      const dy = Math.floor(i / result.width) - (result.height - 1) / 2
      const [x, y] = [cos * dx + sin * dy + 149.5, cos * dy - sin * dx + 89.5]
      expect(x).toBeGreaterThanOrEqual(-0.5)
      expect(y).toBeGreaterThanOrEqual(-0.5)
      expect(x).toBeLessThanOrEqual(299.5)
      expect(y).toBeLessThanOrEqual(179.5)
      const edge = Math.min(x, y, 299 - x, 179 - y) < 4
      if (!edge) worst = Math.max(worst, Math.abs(value - wave(x, y)))
    })
    expect(worst).toBeLessThan(2 / 255)
  })

  test('fill keeps the frame: white paper, or transparent where there is alpha', async () => {
    const image = rasterOf(
      60,
      40,
      2,
      new Float32Array(60 * 40 * 2).map((_, i) => (i % 2 ? 1 : 0.2)),
    )
    const result = await turned(image, { angle: 10, corners: 'fill' })
    expect([result.width, result.height]).toEqual([60, 40])
    const data = toFloats(result)
    expect([data[0], data[1]]).toEqual([1, 0])
    expect(data[(20 * 60 + 30) * 2]).toBeCloseTo(0.2)
  })

  test.each([
    [1, 1],
    [1, 50],
    [400, 3],
  ])('%i x %i still gives a picture', async (width, height) => {
    const result = await turned(waves(width, height), { angle: 5 })
    expect(Math.min(result.width, result.height)).toBeGreaterThanOrEqual(1)
  })
})

test('parts of the frame that reach over the edge are left out', () => {
  expect(resultSize({ ...defaults, left: 0.9, width: 1, top: 1, height: 0 }, { width: 100, height: 50 })).toEqual({
    width: 10,
    height: 1,
  })
})

test.each([{ width: 0 }, { height: 0.009 }, { left: 1 }, { top: 0.995 }])(
  '%j leaves no picture and is refused',
  (params) => {
    const parsed = operation.params.safeParse(params)
    expect(parsed.error?.issues[0]?.message).toMatch(/^a hundredth of the picture must be (left|kept)$/)
  },
)
