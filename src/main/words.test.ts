import { expect, test } from 'vitest'
import { menuCommands } from '../shared/commands.ts'
import { pickLanguage, words } from './words.ts'

const keysOf = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keysOf(inner as object, `${prefix}${key}.`) : [prefix + key],
  )

test('both languages say the same things', () => {
  expect(keysOf(words['zh-CN'])).toEqual(keysOf(words.en))
})

test('every command of the menu has words, and no words are left over', () => {
  expect(Object.keys(words.en.commands).sort()).toEqual(Object.keys(menuCommands).sort())
})

test.each([
  [['zh-Hans-CN', 'en-US'], 'zh-CN'],
  [['zh'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['de-DE', 'zh-TW', 'en'], 'zh-CN'],
  [['de-DE'], 'en'],
  [[], 'en'],
])('%j: %s', (preferred, language) => {
  expect(pickLanguage(preferred)).toBe(language)
})
