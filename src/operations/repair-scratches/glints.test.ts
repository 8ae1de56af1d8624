import { expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { rasterOf } from '../../shared/image/raster.ts'
import { spareGlints } from './glints.ts'
import { DAMAGE } from './mask.ts'

const SIDE = 320
type Disc = readonly [x: number, y: number, radius: number, light: number]

/** A gray face-like ground with soft-edged discs; the marked ones are the last `marked`. */
function drawn(ground: number, discs: readonly Disc[], marked: number) {
  const data = new Float32Array(SIDE * SIDE)
  const mask = new Uint8Array(SIDE * SIDE)
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)]
    let light = ground + 0.04 * Math.sin(x / 23) * Math.cos(y / 31)
    for (const [n, [cx, cy, radius, own]] of discs.entries()) {
      const inside = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - cx, y - cy)))
      light += inside * (own - light)
      if (n >= discs.length - marked && inside > 0.5) mask[i] = DAMAGE
    }
    data[i] = light
  }
  return { image: rasterOf(SIDE, SIDE, 1, data), mask }
}
const marks = (mask: Uint8Array) => mask.filter((value) => value !== 0).length

test.each([
  [6, 1.4, 0.6],
  [12, 2.2, 0.45],
  [20, 3.2, 0.35],
])('a light in an eye of %i pixels is no dust', async (iris, glint, skin) => {
  const eye: Disc[] = [
    [150, 140, iris * 1.7, 0.75],
    [150, 140, iris, 0.12],
    [150 - iris / 4, 140 - iris / 4, glint, 0.95],
  ]
  const { image, mask } = drawn(skin, eye, 1)
  expect(marks(mask)).toBeGreaterThan(0)
  expect(await spareGlints(image, mask, testContext())).toBe(1)
  expect(marks(mask)).toBe(0)
})

test('both eyes of a face, and the speck on its cheek', async () => {
  const eye = (x: number): Disc[] => [
    [x, 120, 16, 0.72],
    [x, 120, 9, 0.15],
  ]
  const { image, mask } = drawn(
    0.55,
    [...eye(100), ...eye(210), [97, 118, 2, 0.95], [207, 118, 2, 0.95], [150, 200, 2, 0.95]],
    3,
  )
  const speck = marks(mask.subarray(170 * SIDE))
  expect(await spareGlints(image, mask, testContext())).toBe(2)
  expect(marks(mask)).toBe(speck)
})

test.each([
  ['on a dark coat', [[150, 140, 2.5, 0.95]], 0.1, 1],
  ['dark on light', [[150, 140, 2.5, 0.1]], 0.7, 1],
  [
    'half on the dark, half on the light',
    [
      [150, 40, 100, 0.1],
      [150, 139, 2.5, 0.95],
    ],
    0.6,
    1,
  ],
] as const)('dust stays marked: %s', async (_, discs, ground, marked) => {
  const { image, mask } = drawn(ground, discs, marked)
  const before = marks(mask)
  await spareGlints(image, mask, testContext())
  expect(marks(mask)).toBe(before)
})

test('a scratch across an eye stays marked', async () => {
  const { image, mask } = drawn(0.5, [[150, 140, 12, 0.1]], 0)
  for (let x = 100; x < 220; x++) mask[140 * SIDE + x] = DAMAGE
  expect(await spareGlints(image, mask, testContext())).toBe(0)
  expect(marks(mask)).toBe(120)
})
