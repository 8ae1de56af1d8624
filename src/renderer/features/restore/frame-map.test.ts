import { describe, expect, test } from 'vitest'
import type { Recipe } from '../../../shared/recipe.ts'
import { around, between, cssMatrix, frameSize, isSameFrame, resultScale, sameFrame, through } from './frame-map.ts'

const scan = { width: 400, height: 200 }
const recipe = (...all: Record<string, unknown>[]): Recipe => ({
  version: 1,
  name: '',
  steps: all.map((params) => ({ operation: 'crop-rotate', version: 1, enabled: true, params, models: [] })),
})
const near = (point: readonly number[], x: number, y: number) => {
  expect(point[0]).toBeCloseTo(x)
  expect(point[1]).toBeCloseTo(y)
}

describe('from the frame of a recipe to the scan', () => {
  const place = (params: Record<string, unknown>, at: [number, number]) =>
    through(between(recipe(params), undefined, scan), at)

  test('turned clockwise, the top left corner was the bottom left one', () => near(place({ turn: 90 }, [0, 0]), 0, 1))
  test('turned by half', () => near(place({ turn: 180 }, [0.25, 0]), 0.75, 1))
  test('turned back, the top left corner was the top right one', () => near(place({ turn: 270 }, [0, 0]), 1, 0))
  test('mirrored', () => near(place({ flip: 'horizontal' }, [0.2, 0.3]), 0.8, 0.3))
  test('cropped', () => near(place({ left: 0.5, width: 0.5 }, [0.5, 0.5]), 0.75, 0.5))
  test('straightened, the middle stays in the middle', () => near(place({ angle: 5 }, [0.5, 0.5]), 0.5, 0.5))
  test('one after the other', () => {
    const both = recipe({ turn: 90 }, { left: 0.5, width: 0.5 })
    expect(frameSize(both, scan)).toEqual({ width: 100, height: 400 })
    near(through(between(both, undefined, scan), [0, 0]), 0, 0.5)
  })
})

test('there and back again is nowhere else', () => {
  const a = recipe({ turn: 90, angle: 3, left: 0.1, width: 0.7 })
  const b = recipe({ flip: 'vertical', top: 0.2, height: 0.5 })
  const there = between(a, b, scan)
  near(through(between(b, a, scan), through(there, [0.3, 0.6])), 0.3, 0.6)
  expect(isSameFrame(between(a, a, scan))).toBe(true)
  expect(isSameFrame(there)).toBe(false)
})

test('a step that is off, or not understood, moves nothing', () => {
  const off = recipe({ turn: 90 })
  const [step] = off.steps
  if (!step) throw new Error('no step')
  expect(isSameFrame(between({ ...off, steps: [{ ...step, enabled: false }] }, undefined, scan))).toBe(true)
  expect(isSameFrame(between(recipe({ turn: 45 }), undefined, scan))).toBe(true)
})

test('an enlargement is told by its scale', () => {
  const step = { operation: 'upscale', version: 1, enabled: true, params: { scale: 3 }, models: [] }
  expect(resultScale({ version: 1, name: '', steps: [step] })).toBe(3)
  expect(resultScale(undefined)).toBe(1)
})

test('as CSS, and around a box', () => {
  expect(cssMatrix(sameFrame, { width: 300, height: 100 })).toBe('matrix(1, 0, 0, 1, 0, 0)')
  const turned = between(recipe({ turn: 90 }), undefined, scan)
  const box = around(turned, { left: 0, top: 0, right: 0.5, bottom: 0.25 })
  near([box.left, box.top], 0, 0.5)
  near([box.right, box.bottom], 0.25, 1)
})
