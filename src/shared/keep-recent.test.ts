import { expect, test } from 'vitest'
import { keepRecent } from './keep-recent.ts'

test('what was noted longest ago goes, and noting again makes new', () => {
  const known = new Map<string, number>()
  for (const [i, key] of ['a', 'b', 'a', 'c'].entries()) keepRecent(known, key, i, 2)
  expect([...known]).toEqual([
    ['a', 2],
    ['c', 3],
  ])
})
