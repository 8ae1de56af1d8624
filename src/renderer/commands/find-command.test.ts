import { expect, test, vi } from 'vitest'
import type { Command } from './command.ts'
import { findCommand } from './find-command.ts'
import type { KeyPress } from './shortcut.ts'

const command = (id: string, shortcuts: string[], enabled = true): Command => ({
  id,
  group: 'view',
  label: 'common.close',
  shortcuts,
  enabled: () => enabled,
  run: vi.fn(),
})
const commands = [
  command('off', ['Z'], false),
  command('zoom', ['Z']),
  command('undo', ['CmdOrCtrl+Z']),
  command('search', ['CmdOrCtrl+F', '/']),
]
const key = (name: string, ctrlKey = false): KeyPress => ({
  key: name,
  ctrlKey,
  metaKey: false,
  altKey: false,
  shiftKey: false,
})
const calm = { mac: false, writing: false, modal: false, singleKeys: true }
const find = (press: KeyPress, change: Partial<typeof calm> = {}) =>
  findCommand(commands, press, { ...calm, ...change })?.id

test('the first enabled one', () => expect(find(key('z'))).toBe('zoom'))
test('while writing single keys are letters', () => {
  expect(find(key('z'), { writing: true })).toBeUndefined()
  expect(find(key('f', true), { writing: true })).toBe('search')
})
test('undo while writing undoes the writing', () => expect(find(key('z', true), { writing: true })).toBeUndefined())
test('single keys can be switched off', () => {
  expect(find(key('z'), { singleKeys: false })).toBeUndefined()
  expect(find(key('/'), { singleKeys: false })).toBeUndefined()
  expect(find(key('z', true), { singleKeys: false })).toBe('undo')
})
test('nothing behind a dialog', () => expect(find(key('z'), { modal: true })).toBeUndefined())
