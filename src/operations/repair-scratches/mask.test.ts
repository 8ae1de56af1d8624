import { describe, expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import type { Stroke } from '../../shared/strokes.ts'
import { addSeam, DAMAGE, grow, paint, RIM, SEAM, thresholdsFor, widen } from './mask.ts'

const size = { width: 12, height: 5 }
const rows = (...text: string[]) => Uint8Array.from(text.join(''), (sign) => Number(sign) * 28)
const count = (mask: Uint8Array, value: number) => mask.filter((own) => own === value).length

test('likely pixels count only where they touch sure ones', async () => {
  const belief = rows('000000000000', '055590000000', '000000000505', '000000000050', '000000000000')
  const mask = await grow(belief, size, { sure: 200, likely: 100 }, testContext())
  expect([...mask].flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual([13, 14, 15, 16])
})

test('more sensitive marks more, never less; the middle is what the kit measured', () => {
  const levels = [0, 0.25, 0.5, 0.75, 1].map((sensitivity) =>
    thresholdsFor(sensitivity, { metrics: { a: { threshold: 0.3 }, b: { threshold: 0.5 }, speed: {} } }),
  )
  expect(levels.map(({ sure }) => sure).toSorted((a, b) => b - a)).toEqual(levels.map(({ sure }) => sure))
  expect(levels.map(({ likely }) => likely).toSorted((a, b) => b - a)).toEqual(levels.map(({ likely }) => likely))
  expect(levels[2]?.likely).toBeCloseTo(255 * 0.4 * 0.8)
  expect(levels[2]?.sure).toBeGreaterThan(255 * 0.4)
})

test.each([1, 2])('widens by %i in every direction and keeps what is marked', (radius) => {
  const frame = { width: 20, height: 15 }
  const mask = new Uint8Array(300)
  mask[7 * 20 + 9] = DAMAGE
  widen(mask, frame, radius, RIM)
  expect(count(mask, DAMAGE)).toBe(1)
  expect(count(mask, RIM)).toBe((2 * radius + 1) ** 2 - 1)
  expect(mask[(7 - radius) * 20 + 9 - radius]).toBe(RIM)
})

test('widening does not leak over the border of a row', () => {
  const mask = new Uint8Array(60)
  mask[11] = DAMAGE
  widen(mask, size, 1, RIM)
  expect(mask[12]).toBe(0)
  expect(count(mask, RIM)).toBe(3)
})

describe('strokes', () => {
  const frame = { width: 300, height: 300 }
  const dot = (mode: Stroke['mode'], x: number): Stroke => ({ mode, radius: 0.05, points: [[x, 0.5]] })

  test('add and take away, and leave the rest as it was', () => {
    const mask = new Uint8Array(90_000)
    for (let x = 100; x < 200; x++) mask.set([DAMAGE, RIM], 150 * 300 + 2 * (x - 50))
    const before = mask.slice()
    paint(mask, frame, [dot('add', 0.1), dot('remove', 0.5)])
    expect(mask[150 * 300 + 30]).toBe(DAMAGE)
    expect(mask[150 * 300 + 150]).toBe(0)
    expect(mask.subarray(150 * 300 + 200, 151 * 300)).toEqual(before.subarray(150 * 300 + 200, 151 * 300))
  })

  test('fall on a part of a picture where they fall on the whole', () => {
    const strokes = [dot('add', 0.4), dot('remove', 0.43)]
    const all = new Uint8Array(90_000)
    paint(all, frame, strokes)
    addSeam(all, frame, strokes)
    const part = new Uint8Array(100 * 80)
    const place = { left: 90, top: 110, frame }
    paint(part, { width: 100, height: 80 }, strokes, place)
    addSeam(part, { width: 100, height: 80 }, strokes, place)
    expect(count(part, DAMAGE)).toBeGreaterThan(50)
    for (let y = 0; y < 80; y++)
      expect([...part.subarray(y * 100, y * 100 + 100)]).toEqual([
        ...all.subarray((110 + y) * 300 + 90, (110 + y) * 300 + 190),
      ])
  })

  test('what was taken away is not touched by the seam of its neighbour', () => {
    const mask = new Uint8Array(90_000)
    const strokes = [dot('add', 0.5), dot('remove', 0.58)]
    paint(mask, frame, strokes)
    addSeam(mask, frame, strokes)
    expect(count(mask, SEAM)).toBeGreaterThan(20)
    for (let x = 162; x < 186; x++) expect(mask[150 * 300 + x]).toBe(0)
  })
})
