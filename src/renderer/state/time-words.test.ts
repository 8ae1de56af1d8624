import { expect, test } from 'vitest'
import { spell, totalSeconds } from './time-words.ts'

test.each([
  [0.2, 'time.seconds', 1],
  [Number.NaN, 'time.seconds', 1],
  [1, 'time.seconds', 1],
  [8.6, 'time.seconds', 9],
  [13, 'time.seconds', 15],
  [57, 'time.seconds', 55],
  [58, 'time.minutes', 1],
  [89, 'time.minutes', 1],
  [240, 'time.minutes', 4],
  [7199, 'time.minutes', 120],
  [7200, 'time.hours', 2],
])('%s seconds', (seconds, key, count) => expect(spell(seconds)).toEqual({ key, count }))

test('jobs of unknown length count as the others do', () => {
  expect(totalSeconds([10, null, 20, null])).toBe(60)
  expect(totalSeconds([null, null])).toBeUndefined()
  expect(totalSeconds([])).toBeUndefined()
})
