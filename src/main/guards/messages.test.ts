import fc from 'fast-check'
import { expect, test } from 'vitest'
import { droppedPaths, mayReveal, openRequest } from './messages.ts'

test('a request names a door and a number', () => {
  expect(openRequest.safeParse({ which: 'engine', id: 1 }).success).toBe(true)
  expect(openRequest.safeParse({ which: 'host', id: 7 }).success).toBe(true)
})

test.each([
  { which: 'shell', id: 1 },
  { which: 'engine', id: 0 },
  { which: 'engine', id: 1.5 },
  { which: 'engine' },
  { which: 'engine', id: 1, more: true },
  null,
  'engine',
  [],
])('%j is no request', (message) => {
  expect(openRequest.safeParse(message).success).toBe(false)
})

test('nothing random is a request or a list of paths', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (message) => {
      expect(openRequest.safeParse(message).success).toBe(false)
      expect(droppedPaths.safeParse(message).success).toBe(false)
    }),
  )
})

test('dropped paths are absolute and few', () => {
  expect(droppedPaths.safeParse(['/photos/a.jpg', '/photos']).success).toBe(true)
  expect(droppedPaths.safeParse([]).success).toBe(false)
  expect(droppedPaths.safeParse(Array(10_001).fill('/a')).success).toBe(false)
})

test.each(['a.jpg', '', '/a\0b', '//./PhysicalDrive0', '//?/C:/a', `/${'a'.repeat(8192)}`, 7, null])(
  '%j is no dropped path',
  (path) => {
    expect(droppedPaths.safeParse([path]).success).toBe(false)
  },
)

test.each([
  ['/photos/a.jpg', true],
  ['//server/share/a.jpg', false],
  ['\\\\server\\share\\a.jpg', false],
  ['a.jpg', false],
  ['/a\0b', false],
])('showing %j: %s', (path, allowed) => {
  expect(mayReveal(path)).toBe(allowed)
})
