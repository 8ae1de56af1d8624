import { describe, expect, test } from 'vitest'
import { findingKinds } from '../../shared/analysis.ts'
import { errorCodes } from '../../shared/errors.ts'
import { refusalReasons } from '../../shared/models.ts'
import { filmPresetNames, presetNames } from '../../shared/recipe.ts'
import en from './en.json'
import zh from './zh-CN.json'

const sources = Object.entries(
  import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
)
const text = sources.map(([, source]) => source).join('\n')

const english: Readonly<Record<string, string>> = en
const chinese: Readonly<Record<string, string>> = zh
const stem = (key: string) => key.replace(/_(one|other)$/, '')
const stems = [...new Set(Object.keys(english).map(stem))]
const gaps = (sentence: string) =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b))

/** Prefixes of keys that are put together: `errors.${code}`. */
const prefixes = [...text.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((match) => match[1] as string)

describe('the two languages', () => {
  test('have the same keys; Chinese has one form where English has two', () => {
    const wanted = Object.keys(english).filter((key) => !key.endsWith('_one'))
    expect(Object.keys(chinese).toSorted()).toEqual(wanted.toSorted())
  })
  test.each(Object.keys(chinese))('%s has the same gaps in both', (key) => {
    expect(gaps(chinese[key] ?? '')).toEqual(gaps(english[key] ?? ''))
    expect(chinese[key]?.trim()).not.toBe('')
  })
})

test('no key is unused', () => {
  expect(sources.length).toBeGreaterThan(80)
  const unused = stems.filter((key) => !text.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)))
  expect(unused).toEqual([])
})

test('every key that the page names exists', () => {
  const named = [...text.matchAll(/\bt\(\s*'([a-z][\w.-]+)'/gi)].map((match) => match[1] as string)
  expect(named.filter((key) => !stems.includes(key))).toEqual([])
})

test('there is a sentence for every error, finding and preset', () => {
  const wanted = [
    ...Object.keys(errorCodes).map((code) => `errors.${code}`),
    ...refusalReasons.map((reason) => `modelRefusal.${reason}`),
    ...findingKinds.map((kind) => `findings.${kind}`),
    ...filmPresetNames.flatMap((name) => [`filmPreset.${name}`, `filmPreset.${name}.short`, `filmPreset.${name}.help`]),
    ...presetNames.flatMap((name) => [`preset.${name}`, `preset.${name}.help`]),
  ]
  expect(wanted.filter((key) => !stems.includes(key))).toEqual([])
})
