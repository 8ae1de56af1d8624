import { beforeEach, expect, test } from 'vitest'
import { strokeSchema } from '../../../shared/strokes.ts'
import {
  beginStroke,
  endStroke,
  extendStroke,
  leastRadius,
  mostRadius,
  offeredKinds,
  resizeBrush,
  setBrushRadius,
  setBrushSoftness,
  softenBrush,
  takeBrush,
  toggleBrush,
  useBrush,
} from './brush-store.ts'

beforeEach(() => {
  takeBrush('protect')
  setBrushRadius(0.02)
})

test('a stroke is kept short, inside the picture, and fits a recipe', () => {
  beginStroke([0.5, 0.5])
  for (let i = 0; i < 100; i++) extendStroke([0.5 + i * 0.0005, 0.5])
  extendStroke([1.7, -0.2])
  const made = endStroke()
  expect(made?.kind).toBe('protect')
  expect(strokeSchema.parse(made?.stroke)).toEqual(made?.stroke)
  expect(made?.stroke.points.length).toBeLessThan(20)
  expect(made?.stroke.points.at(-1)).toEqual([1, 0])
  expect(endStroke()).toBeNull()
})

test('another kind may be painted while a key is held', () => {
  beginStroke([0.1, 0.1], 'original')
  expect(endStroke()?.kind).toBe('original')
  expect(useBrush.getState().kind).toBe('protect')
})

test('the size has its limits, and a brush put away paints nothing', () => {
  for (let i = 0; i < 99; i++) resizeBrush(1.2)
  expect(useBrush.getState().radius).toBe(mostRadius)
  for (let i = 0; i < 99; i++) resizeBrush(0.8)
  expect(useBrush.getState().radius).toBe(leastRadius)
  toggleBrush()
  beginStroke([0.1, 0.1])
  expect(endStroke()).toBeNull()
  toggleBrush()
  expect(useBrush.getState().kind).toBe(offeredKinds[0])
})

test('a soft edge has its limits, and belongs to what is blended', () => {
  for (let i = 0; i < 7; i++) softenBrush(0.1)
  expect(useBrush.getState().softness).toBe(1)
  beginStroke([0.1, 0.1])
  expect(endStroke()?.stroke.softness).toBe(1)
  beginStroke([0.1, 0.1], 'scratch')
  expect(endStroke()?.stroke).not.toHaveProperty('softness')
  for (let i = 0; i < 12; i++) softenBrush(-0.1)
  expect(useBrush.getState().softness).toBe(0)
  setBrushSoftness(0.5)
  beginStroke([0.1, 0.1])
  expect(endStroke()?.stroke).not.toHaveProperty('softness')
})
