import { expect, test } from 'vitest'
import { lesserOf } from './lesser.ts'

const scan = (id: string, width: number, height: number) => ({ id, width, height })

test('the scan with fewer pixels is the lesser one, whichever came first', () => {
  const [small, large] = [scan('s', 420, 546), scan('l', 600, 780)]
  expect([lesserOf(small, large)?.id, lesserOf(large, small)?.id]).toEqual(['s', 's'])
})

test('of two scans of one size neither is', () => {
  expect(lesserOf(scan('a', 600, 780), scan('b', 780, 600))).toBeUndefined()
})
