import type { MenuItemConstructorOptions } from 'electron'
import { expect, test, vi } from 'vitest'
import { menuCommands } from '../shared/commands.ts'
import { menuTemplate } from './menu-template.ts'
import { words } from './words.ts'

const make = (given: { mac?: boolean; development?: boolean; choose?: (id: string) => void } = {}) =>
  menuTemplate({ words: words.en, mac: false, development: false, choose: () => {}, ...given })
const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...flat((item.submenu as MenuItemConstructorOptions[] | undefined) ?? [])])

test.each([true, false])('every command stands in the menu once (mac: %s)', (mac) => {
  const ids = flat(make({ mac })).flatMap((item) => item.id ?? [])
  expect(ids.sort()).toEqual(Object.keys(menuCommands).sort())
})

test.each([true, false])('no shortcut is given twice (mac: %s)', (mac) => {
  const shortcuts = flat(make({ mac })).flatMap((item) => item.accelerator ?? [])
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
})

test('choosing tells which command', () => {
  const choose = vi.fn()
  const item = flat(make({ choose })).find(({ id }) => id === 'export')
  item?.click?.({} as never, undefined, {} as never)
  expect(choose).toHaveBeenCalledExactlyOnceWith('export')
})

test('no menu begins or ends with a line, or has two in a row', () => {
  for (const mac of [true, false])
    for (const menu of make({ mac, development: true })) {
      const types = (menu.submenu as MenuItemConstructorOptions[]).map(({ type }) => type)
      expect(types[0]).not.toBe('separator')
      expect(types.at(-1)).not.toBe('separator')
      expect(types.some((type, at) => type === 'separator' && types[at + 1] === 'separator')).toBe(false)
    }
})

test('every item has a word', () => {
  const items = flat(menuTemplate({ words: words['zh-CN'], mac: true, development: true, choose: () => {} }))
  expect(items.filter(({ type, label }) => type !== 'separator' && !label)).toEqual([])
})

test('the developer tools are for developers; reloading the page is nobody’s command', () => {
  const roles = (development: boolean) => flat(make({ development })).map(({ role }) => role)
  expect(roles(false)).not.toContain('toggleDevTools')
  expect(roles(true)).toContain('toggleDevTools')
  expect(roles(true)).not.toContain('reload')
})
