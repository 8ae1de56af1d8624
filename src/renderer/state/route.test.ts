import { expect, test } from 'vitest'
import { formatRoute, parseRoute } from './route.ts'

test.each([
  { screen: 'library', openId: null },
  { screen: 'restore', openId: null },
  { screen: 'restore', openId: 'a b/ä' },
  { screen: 'library', openId: 'x1' },
] as const)('%o survives the address', (route) => expect(parseRoute(formatRoute(route))).toEqual(route))

test.each(['', '#', '#/elsewhere', '#token=abc', '#/restore/a/b'])('%s is the library', (hash) =>
  expect(parseRoute(hash)).toEqual({ screen: 'library', openId: null }),
)

test('an address that cannot be decoded opens nothing', () =>
  expect(parseRoute('#/restore/%')).toEqual({ screen: 'restore', openId: null }))
