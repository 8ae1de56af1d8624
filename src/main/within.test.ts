import { expect, test } from 'vitest'
import { within } from './within.ts'

test('what settles in time is told, however it settles', async () => {
  expect(await within(1000, Promise.resolve())).toBe(true)
  expect(await within(1000, Promise.reject(new Error('gone')))).toBe(true)
})

test('what does not is given up', async () => {
  expect(await within(5, new Promise(() => {}))).toBe(false)
})
