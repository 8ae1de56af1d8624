import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describe as describePlacement, place } from './window-state.ts'

const laptop = { x: 0, y: 25, width: 1366, height: 743 }
const monitor = { x: 1366, y: 0, width: 2560, height: 1440 }
const onMonitor = describePlacement({ x: 1500, y: 100, width: 1800, height: 1200 }, true)

test('a window comes back where it was', () => {
  expect(place(onMonitor, [laptop, monitor])).toEqual({ x: 1500, y: 100, width: 1800, height: 1200, maximized: true })
})

test('when its screen is gone it goes to the primary one, no larger than that', () => {
  expect(place(onMonitor, [laptop])).toEqual({ width: 1366, height: 743, maximized: true })
})

test('a window whose title bar cannot be reached is placed anew', () => {
  const above = describePlacement({ x: 100, y: -60, width: 1100, height: 700 }, false)
  const aside = describePlacement({ x: -1050, y: 100, width: 1100, height: 700 }, false)
  expect(place(above, [laptop])).not.toHaveProperty('x')
  expect(place(aside, [laptop])).not.toHaveProperty('x')
})

test.each([undefined, '', '{', 'null', '{"x":1}', '{"x":0,"y":0,"width":1e9,"height":1,"maximized":false}'])(
  'with %j remembered it is a new window',
  (remembered) => {
    expect(place(remembered, [monitor])).toEqual({ width: 1440, height: 900, maximized: false })
  },
)

test('whatever the file holds, the window fits a screen', () => {
  const number = fc.integer({ min: -5000, max: 9000 })
  fc.assert(
    fc.property(number, number, number, number, (x, y, width, height) => {
      const placed = place(JSON.stringify({ x, y, width, height, maximized: false }), [laptop, monitor])
      const screen = placed.x !== undefined && placed.width > laptop.width ? monitor : undefined
      expect(placed.width).toBeLessThanOrEqual((screen ?? monitor).width)
      expect(placed.height).toBeLessThanOrEqual((screen ?? monitor).height)
      expect(Number.isInteger(placed.width + placed.height)).toBe(true)
    }),
  )
})
