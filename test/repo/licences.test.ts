import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { notices, noticesFile } from './notices.ts'
import { shippedPackages } from './shipped.ts'

const root = resolve(import.meta.dirname, '../..')

/** Licences that let everyone use, change and sell what is made with them. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
])
/** A shared library that the user can replace, with notice and licence text: all that the LGPL asks for. */
const asSharedLibrary: ReadonlySet<string> = new Set([...allowed, 'LGPL-3.0-or-later'])

/** An SPDX expression of AND and OR, without brackets inside brackets. */
function isAllowed(expression: string, licences: ReadonlySet<string>): boolean {
  const plain = expression.replace(/^\(|\)$/g, '')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => licences.has(licence)))
}

test('the licence of everything that is shipped allows it', () => {
  const refused = shippedPackages(root).filter(
    ({ name, licence }) => !isAllowed(licence, name.startsWith('@img/sharp-') ? asSharedLibrary : allowed),
  )
  expect(refused.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([])
})

test.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['(GPL-3.0-only OR MIT)', true],
  ['Apache-2.0 AND MIT', true],
  ['Apache-2.0 AND LGPL-3.0-or-later', false],
  ['GPL-3.0-only', false],
  ['unknown', false],
  ['SEE LICENSE IN LICENSE.md', false],
])('%s: %s', (expression, verdict) => {
  expect(isAllowed(expression, allowed)).toBe(verdict)
})

test('the notices say what is shipped: else run `npx node test/repo/notices.ts`', () => {
  const written = readFileSync(noticesFile(root), 'utf8').replaceAll('\r\n', '\n')
  expect(written === notices(root)).toBe(true)
})

test('the notices name the LGPL library and hold its licence', () => {
  const text = notices(root)
  expect(text).toContain('libvips (@img/sharp-libvips-*)')
  expect(text).toContain('GNU LESSER GENERAL PUBLIC LICENSE')
  expect(text).toContain('onnxruntime-node')
})
