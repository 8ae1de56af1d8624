import { expect, test } from 'vitest'
import { decideNavigation, isOurs } from './navigation.ts'

test.each([
  ['app://studio/', 'stay'],
  ['app://studio/index.html', 'stay'],
  ['app://studio/#/library', 'stay'],
  ['app://studio', 'stay'],
  ['app://studio/asset/full/1', 'refuse'],
  ['app://studio/x/../asset/full/1', 'refuse'],
  ['app://studio.evil/', 'refuse'],
  ['app://studio@evil/', 'refuse'],
  ['app://evil@studio/', 'refuse'],
  ['app://evil:secret@studio/', 'refuse'],
  ['app://studio:8080/', 'refuse'],
  ['app://evil/studio', 'refuse'],
  ['app:studio', 'refuse'],
  ['app:///studio', 'refuse'],
  ['apps://studio/', 'refuse'],
  ['javascript:alert(1)', 'refuse'],
  ['java\nscript:alert(1)', 'refuse'],
  ['blob:app://studio/5f', 'refuse'],
  ['data:text/html,<b>hi', 'refuse'],
  ['file:///etc/passwd', 'refuse'],
  ['file://server/share', 'refuse'],
  ['about:blank', 'refuse'],
  ['chrome://gpu', 'refuse'],
  ['http://studio/', 'refuse'],
  ['https://studio.evil/', 'outside'],
  ['//studio/', 'refuse'],
  ['', 'refuse'],
  ['not an address', 'refuse'],
])('%s: %s', (address, decision) => {
  expect(decideNavigation(address)).toBe(decision)
})

test('only our own scheme and host are ours', () => {
  expect(isOurs('app://studio/asset/thumb/1')).toBe(true)
  expect(isOurs('blob:app://studio/5f')).toBe(false)
  expect(isOurs('https://studio/')).toBe(false)
})
