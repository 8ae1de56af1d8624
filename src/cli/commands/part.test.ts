import { expect, test } from 'vitest'
import { partOf } from './part.ts'

test.each([
  [{}, undefined],
  [
    { from: '0:12', to: '1:03' },
    { from: 12, to: 63 },
  ],
  [{ from: '1:02:03.5' }, { from: 3723.5 }],
  [{ to: '75' }, { from: 0, to: 75 }],
])('%o is %o', (given, part) => expect(partOf(given)).toEqual(part))

test.each([{ from: '12s' }, { from: '1:75' }, { to: '1:61:00' }, { from: '1:00', to: '0:30' }])(
  '%o is wrong usage',
  (given) => expect(() => partOf(given)).toThrow(/--(from|to)/),
)
