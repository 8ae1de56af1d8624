import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxOf, canPan, fitScale, fitted, margin, panBy, splitClips, visibleSpan, zoomAt } from './viewport.ts'

const frame = { width: 900, height: 700 }
const picture = { width: 3000, height: 2000 }

test('fit shows the whole picture with a margin', () => {
  const box = boxOf(fitted, frame, picture)
  expect(box.left).toBeCloseTo(margin)
  expect(box.left + box.width).toBeCloseTo(frame.width - margin)
  expect(box.top + box.height / 2).toBeCloseTo(frame.height / 2)
  expect(canPan(fitted, frame, picture)).toBe(false)
})

test('a tiny scan is not blown up beyond four times', () => expect(fitScale(frame, { width: 20, height: 20 })).toBe(4))

describe('zoomAt', () => {
  test('what is under the pointer stays there', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        fc.double({ min: 1.5, max: 4, noNaN: true }),
        (f, by) => {
          const box = boxOf(fitted, frame, picture)
          const at = { x: box.left + box.width * f, y: box.top + box.height * f }
          const next = boxOf(zoomAt(fitted, by, at, frame, picture), frame, picture)
          expect(next.left + next.width * f).toBeCloseTo(at.x, 4)
          // Down is held too, once the picture is higher than the frame.
          if (next.height > frame.height) expect(next.top + next.height * f).toBeCloseTo(at.y, 4)
        },
      ),
    )
  })
  test('zooming far out is fit again', () =>
    expect(zoomAt({ zoom: 0.5, x: 0.2, y: 0.2 }, 0.1, { x: 0, y: 0 }, frame, picture)).toEqual(fitted))
  test('there is an end to zooming in', () =>
    expect(zoomAt({ zoom: 15, x: 0.5, y: 0.5 }, 4, { x: 450, y: 350 }, frame, picture).zoom).toBe(16))
})

describe('panBy', () => {
  const near = { zoom: 1, x: 0.5, y: 0.5 }
  test('moves with the hand', () => {
    const before = boxOf(near, frame, picture)
    const after = boxOf(panBy(near, 40, -25, frame, picture), frame, picture)
    expect(after.left - before.left).toBeCloseTo(40)
    expect(after.top - before.top).toBeCloseTo(-25)
  })
  test('never past the edge', () => {
    const far = panBy(near, 99_999, 99_999, frame, picture)
    expect(boxOf(far, frame, picture).left).toBeCloseTo(margin)
    const back = panBy(far, -10, 0, frame, picture)
    expect(boxOf(back, frame, picture).left).toBeCloseTo(margin - 10)
  })
})

test('the divider stays where the picture can be seen', () => {
  const box = boxOf({ zoom: 2, x: 0.5, y: 0.5 }, frame, picture)
  expect(visibleSpan(box, frame)).toEqual({ left: 0, right: 900 })
})

test('scan and version meet at the divider, and neither shows behind the other', () => {
  const box = { left: 100, top: 0, width: 400, height: 300 }
  expect(splitClips(box, 250)).toEqual({ before: 'inset(0 250px 0 0)', after: 'inset(0 0 0 150px)' })
  expect(splitClips(box, 50)).toEqual({ before: 'inset(0 400px 0 0)', after: 'inset(0 0 0 0px)' })
  expect(splitClips(box, 900)).toEqual({ before: 'inset(0 0px 0 0)', after: 'inset(0 0 0 400px)' })
})
