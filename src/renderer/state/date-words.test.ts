import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import english from '../locales/en.json' with { type: 'json' }
import { rangeWords } from './date-words.ts'

const t = ((key: keyof typeof english, values: Record<string, string>) =>
  english[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')) as unknown as TFunction

test.each([
  ['1935', /^1 Jan 1935 – 31 Dec 1935$/],
  ['1935~', /^1 Jan 1935 – 31 Dec 1935, or somewhat before or after$/],
  ['1935?', /^1 Jan 1935 – 31 Dec 1935, if that is right$/],
  ['1935%', /somewhat before or after$/],
  ['1951-06-03', /^3 Jun 1951$/],
])('the days of %s are not said more exactly than they are known', (edtf, words) => {
  expect(rangeWords(edtf, 'en-GB', t)).toMatch(words)
})
