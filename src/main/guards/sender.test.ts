import { expect, test } from 'vitest'
import { isTrusted } from './sender.ts'

test('the main frame of the studio is trusted', () => {
  expect(isTrusted({ origin: 'app://studio', parent: null })).toBe(true)
})

test.each([
  ['a frame that is gone', null],
  ['no frame', undefined],
  ['a frame inside the page', { origin: 'app://studio', parent: {} }],
  ['a look-alike host', { origin: 'app://studio.evil', parent: null }],
  ['a web page', { origin: 'https://studio', parent: null }],
  ['a sandboxed or file page', { origin: 'null', parent: null }],
  ['a page without origin', { origin: '', parent: null }],
])('%s is not', (_, frame) => {
  expect(isTrusted(frame)).toBe(false)
})
