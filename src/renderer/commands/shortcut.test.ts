import { describe, expect, test } from 'vitest'
import { isSingleKey, type KeyPress, keyCaps, matches } from './shortcut.ts'

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
})

describe('matches', () => {
  test.each([
    ['Z', press('z'), true],
    ['Z', press('Z', { shiftKey: true }), false],
    ['Z', press('z', { ctrlKey: true }), false],
    ['CmdOrCtrl+Shift+O', press('O', { ctrlKey: true, shiftKey: true }), true],
    ['CmdOrCtrl+Shift+O', press('o', { ctrlKey: true }), false],
    ['CmdOrCtrl+O', press('o', { metaKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['?', press('?'), true],
    ['CmdOrCtrl+Plus', press('+', { ctrlKey: true, shiftKey: true }), true],
    ['CmdOrCtrl+Plus', press('+', { ctrlKey: true }), true],
    ['\\', press('\\'), true],
    ['ArrowLeft', press('ArrowLeft'), true],
    ['ArrowLeft', press('ArrowLeft', { shiftKey: true }), false],
    ['Delete', press('Delete'), true],
    ['Shift+[', press('{', { shiftKey: true }), true],
    ['Shift+[', press('[', { shiftKey: true }), false],
    ['[', press('{', { shiftKey: true }), false],
  ])('%s and %o: %s', (shortcut, event, expected) => expect(matches(shortcut, event, false)).toBe(expected))

  test('on a Mac it is the command key', () => {
    expect(matches('CmdOrCtrl+O', press('o', { metaKey: true }), true)).toBe(true)
    expect(matches('CmdOrCtrl+O', press('o', { ctrlKey: true }), true)).toBe(false)
  })
})

test('single keys are known as such', () => {
  expect(['Z', '?', '\\', 'Shift+[', 'CmdOrCtrl+O', 'ArrowLeft', 'Delete'].map(isSingleKey)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

test('key caps', () => {
  expect(keyCaps('CmdOrCtrl+Shift+O', false)).toEqual(['Ctrl', 'Shift', 'O'])
  expect(keyCaps('CmdOrCtrl+Plus', true)).toEqual(['⌘', '+'])
  expect(keyCaps('CmdOrCtrl+-', false)).toEqual(['Ctrl', '−'])
  expect(keyCaps('ArrowLeft', false)).toEqual(['←'])
})
