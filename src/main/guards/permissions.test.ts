import { expect, test } from 'vitest'
import { mayUse, permissions } from './permissions.ts'

const studio = 'app://studio/'

test('the studio gets full screen and writing to the clipboard, nothing else', () => {
  const granted = Object.keys(permissions).filter((permission) => mayUse(permission, studio))
  expect(granted).toEqual(['clipboard-sanitized-write', 'fullscreen'])
})

test.each(['https://studio', 'app://studio.evil', 'app://studio@evil', '', 'null'])('%s gets nothing', (origin) => {
  expect(Object.keys(permissions).filter((permission) => mayUse(permission, origin))).toEqual([])
})

test.each(['some-future-permission', '__proto__', 'toString', ''])('the unknown name %j is refused', (permission) => {
  expect(mayUse(permission, studio)).toBe(false)
})
