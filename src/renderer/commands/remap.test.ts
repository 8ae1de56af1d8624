import { expect, test, vi } from 'vitest'
import type { Command } from './command.ts'
import { conflictOf, shortcutOfPress, shortcutsNow } from './remap.ts'

const command = (id: string, ...shortcuts: string[]): Command => ({
  id,
  group: 'view',
  label: 'common.close',
  shortcuts,
  run: vi.fn(),
})
const commands = [command('zoom', 'Z'), command('search', 'CmdOrCtrl+F', '/'), command('export', 'CmdOrCtrl+E')]
const press = (key: string, also: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...also,
})

test('a key press is written as shortcuts are', () => {
  expect(shortcutOfPress(press('k', { ctrlKey: true, shiftKey: true }), false)).toBe('CmdOrCtrl+Shift+K')
  expect(shortcutOfPress(press('k', { metaKey: true }), true)).toBe('CmdOrCtrl+K')
  expect(shortcutOfPress(press('?', { shiftKey: true }), false)).toBe('?')
  expect(shortcutOfPress(press('+', { ctrlKey: true }), false)).toBe('CmdOrCtrl+Plus')
  expect(shortcutOfPress(press('ArrowLeft', { altKey: true }), false)).toBe('Alt+ArrowLeft')
  for (const key of ['Shift', 'Control', 'Tab', 'Escape', 'Enter'])
    expect(shortcutOfPress(press(key), false)).toBeUndefined()
})

test('what the user chose takes the place of ours, also when it is nothing', () => {
  expect(shortcutsNow(commands[1] as Command, {})).toEqual(['CmdOrCtrl+F', '/'])
  expect(shortcutsNow(commands[1] as Command, { search: 'S' })).toEqual(['S'])
  expect(shortcutsNow(commands[1] as Command, { search: '' })).toEqual([])
})

test('a shortcut of another command is refused, whichever way it is written', () => {
  const conflict = (wanted: string, overrides = {}) =>
    conflictOf(wanted, { id: 'zoom' }, commands, overrides, { export: { shortcut: 'CmdOrCtrl+E' } })?.id
  expect(conflict('cmdorctrl+f')).toBeUndefined()
  expect(conflict('CmdOrCtrl+f')).toBe('search')
  expect(conflict('Z')).toBeUndefined()
  expect(conflict('S', { search: 's' })).toBe('search')
  expect(conflict('/', { search: 'S' })).toBeUndefined()
})

test('the menu bar keeps its shortcut when its command got another one', () => {
  const menu = { export: { shortcut: 'CmdOrCtrl+E' } }
  expect(conflictOf('CmdOrCtrl+E', { id: 'zoom' }, commands, { export: 'X' }, menu)?.id).toBe('export')
})
