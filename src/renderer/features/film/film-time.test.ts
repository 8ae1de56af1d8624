import { expect, test } from 'vitest'
import { frameAt, framesOf, timecode, timeOf } from './film-time.ts'

const clock = { begin: 0.3, fps: 25, seconds: 2.3 }

test('frames and times belong together, whatever the rounding', () => {
  expect(framesOf(clock)).toBe(50)
  for (let frame = 0; frame < 50; frame++) expect(frameAt(timeOf(frame, clock), clock)).toBe(frame)
  expect(frameAt(0, clock)).toBe(0)
  expect(frameAt(99, clock)).toBe(49)
  const ntsc = { begin: 0, fps: 30_000 / 1001, seconds: 100 }
  for (const frame of [0, 1, 29, 30, 1799, 2500]) expect(frameAt(timeOf(frame, ntsc), ntsc)).toBe(frame)
})

test.each([
  [0, '0:00.00'],
  [59.999, '1:00.00'],
  [63.04, '1:03.04'],
  [3723.5, '1:02:03.50'],
])('%f seconds are %s', (seconds, text) => expect(timecode(seconds)).toBe(text))
