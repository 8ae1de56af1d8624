import { describe, expect, test } from 'vitest'
import { paintStrokes, rasteriseStrokes, type Stroke, strokeSchema, strokesSchema } from './strokes.ts'

const dot = (x: number, y: number, radius: number, mode: Stroke['mode'] = 'add'): Stroke => ({
  mode,
  radius,
  points: [[x, y]],
})
const sum = (mask: Float32Array) => mask.reduce((total, value) => total + value, 0)

describe('the schema', () => {
  test.each([
    ['no points', { mode: 'add', radius: 0.1, points: [] }],
    ['too many points', { mode: 'add', radius: 0.1, points: Array.from({ length: 2001 }, () => [0, 0]) }],
    ['a place outside', { mode: 'add', radius: 0.1, points: [[1.2, 0]] }],
    ['not a number', { mode: 'add', radius: 0.1, points: [[Number.NaN, 0]] }],
    ['a brush as large as the picture', { mode: 'add', radius: 0.6, points: [[0, 0]] }],
    ['another mode', { mode: 'erase', radius: 0.1, points: [[0, 0]] }],
    ['something else', { mode: 'add', radius: 0.1, points: [[0, 0]], colour: 'red' }],
  ])('refuses %s', (_, stroke) => {
    expect(strokeSchema.safeParse(stroke).success).toBe(false)
  })

  test('takes what a brush draws, at most five hundred times', () => {
    const strokes = Array.from({ length: 500 }, () => dot(0, 1, 0.01))
    expect(strokesSchema.parse(strokes)).toEqual(strokes)
    expect(strokesSchema.safeParse([...strokes, dot(0, 0, 0.01)]).success).toBe(false)
  })
})

test('nothing painted marks nothing', () => {
  expect(sum(rasteriseStrokes([], 7, 5))).toBe(0)
})

test.each([
  [200, 100],
  [100, 200],
  [1600, 800],
])('a dot on %i x %i is round, where it was put, as large as it was made', (width, height) => {
  const mask = rasteriseStrokes([dot(0.5, 0.5, 0.1)], width, height)
  const radius = 0.1 * Math.max(width, height)
  expect(sum(mask)).toBeGreaterThan(Math.PI * radius * radius * 0.99)
  expect(sum(mask)).toBeLessThan(Math.PI * radius * radius * 1.01)
  expect(mask[Math.floor(height / 2) * width + Math.floor(width / 2)]).toBe(1)
  expect(mask.every((value) => value >= 0 && value <= 1)).toBe(true)
})

test('a stroke joins its points', () => {
  const stroke: Stroke = {
    mode: 'add',
    radius: 0.05,
    points: [
      [0, 0.5],
      [1, 0.5],
    ],
  }
  const mask = rasteriseStrokes([stroke], 40, 20)
  expect([...mask.subarray(10 * 40, 11 * 40)]).toEqual(Array(40).fill(1))
  expect(sum(mask.subarray(0, 7 * 40))).toBe(0)
})

test('the order of painting counts', () => {
  const [add, remove] = [dot(0.5, 0.5, 0.2), dot(0.5, 0.5, 0.2, 'remove')]
  expect(sum(rasteriseStrokes([add, remove], 30, 30))).toBeLessThan(12)
  expect(rasteriseStrokes([remove, add], 30, 30)).toEqual(rasteriseStrokes([add], 30, 30))
})

test('a brush thinner than a pixel still leaves a trace', () => {
  expect(sum(rasteriseStrokes([dot(0.5, 0.5, 0.0001)], 101, 101))).toBeGreaterThan(0.4)
})

test('windows painted one by one are the whole', () => {
  const strokes: Stroke[] = [
    {
      mode: 'add',
      radius: 0.06,
      points: [
        [0.1, 0.2],
        [0.7, 0.9],
        [0.9, 0.1],
      ],
    },
    dot(0.6, 0.6, 0.1, 'remove'),
  ] // prettier-ignore
  const [width, height] = [60, 45]
  const whole = rasteriseStrokes(strokes, width, height)
  for (let top = 0; top < height; top += 16) {
    const window = { left: -3, top, width: width + 3, height: Math.min(16, height - top) }
    const part = new Float32Array(window.width * window.height)
    paintStrokes(part, window, strokes, { width, height })
    for (let y = 0; y < window.height; y++) {
      const row = part.subarray(y * window.width + 3, (y + 1) * window.width)
      expect(row).toEqual(whole.subarray((top + y) * width, (top + y + 1) * width))
    }
  }
})

test('what is there stays where nobody paints', () => {
  const mask = new Float32Array(20 * 20).fill(0.5)
  paintStrokes(mask, { left: 0, top: 0, width: 20, height: 20 }, [dot(0, 0, 0.1, 'remove')], { width: 20, height: 20 })
  expect(mask[0]).toBe(0)
  expect(mask[399]).toBe(0.5)
})
