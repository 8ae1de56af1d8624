import { expect, test } from 'vitest'
import { boxByKey, newBox, resized, within } from './boxes.ts'

const page = { width: 1000, height: 800 }
const box = { x: 500, y: 400, width: 200, height: 100, angle: 0 }

test('keys move, resize and turn', () => {
  expect(boxByKey(box, 'ArrowLeft', false, page)).toEqual({ ...box, x: 495 })
  expect(boxByKey(box, 'ArrowDown', true, page)).toEqual({ ...box, height: 110 })
  expect(boxByKey(box, ']', false, page)).toEqual({ ...box, angle: 0.5 })
  expect(boxByKey(box, 'a', false, page)).toBeUndefined()
})

test('a box stays on its page', () => {
  expect(within({ x: -50, y: 9999, width: 1, height: 9999, angle: 80 }, page)).toEqual({
    x: 0,
    y: 800,
    width: 16,
    height: 960,
    angle: 45,
  })
  expect(within(newBox(page), page)).toEqual(newBox(page))
})

test('when a corner is dragged the opposite one stays, also of a turned box', () => {
  expect(resized(box, 20, 10, page)).toEqual({ x: 510, y: 405, width: 220, height: 110, angle: 0 })
  const turned = { ...box, angle: 30 }
  const after = resized(turned, 20, 10, page)
  const corner = (b: typeof box) => {
    const a = (b.angle * Math.PI) / 180
    return [
      b.x - (b.width / 2) * Math.cos(a) + (b.height / 2) * Math.sin(a),
      b.y - (b.width / 2) * Math.sin(a) - (b.height / 2) * Math.cos(a),
    ]
  }
  const [[x0 = 0, y0 = 0], [x1 = 0, y1 = 0]] = [corner(turned), corner(after)]
  expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThan(1e-9)
})
