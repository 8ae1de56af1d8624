import { expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ app: {}, dialog: {} }))
const { afterPageGone } = await import('./trouble.ts')

test.each([
  ['clean-exit', 'nothing'],
  ['memory-eviction', 'reload'],
  ['crashed', 'ask'],
  ['oom', 'ask'],
  ['killed', 'ask'],
  ['integrity-failure', 'ask'],
] as const)('after %s: %s', (reason, next) => {
  expect(afterPageGone(reason)).toBe(next)
})
