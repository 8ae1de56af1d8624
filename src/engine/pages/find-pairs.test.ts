import { expect, test } from 'vitest'
import { pairsByName } from './find-pairs.ts'

const named = (...names: string[]) => names.map((name) => ({ id: name, name }))

test.each([
  ['x.jpg', 'x_b.jpg'],
  ['x.jpg', 'x_back.jpg'],
  ['x.tif', 'x-b.jpg'],
  ['奶奶.jpg', '奶奶 背面.jpg'],
  ['奶奶.jpg', '奶奶背面.jpg'],
  ['Photo 12.jpg', 'photo 12 (Back).JPG'],
  ['scan_a.jpg', 'scan_b.jpg'],
  ['IMG 1 front.png', 'IMG 1 back.png'],
])('%s and %s', (front, back) => expect(pairsByName(named(back, front))).toEqual([{ front, back }]))

test.each([[['x.jpg', 'y_b.jpg']], [['bob.jpg', 'bo.jpg']], [['playback.jpg', 'play.jpg']], [['x_b.jpg']]])(
  '%j are no pair',
  (names) => expect(pairsByName(named(...names))).toEqual([]),
)

test('a front has one back', () => expect(pairsByName(named('x.jpg', 'x_b.jpg', 'x_back.jpg'))).toHaveLength(1))
