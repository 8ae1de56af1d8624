import { expect, test } from 'vitest'
import { exportOptions } from '../../../shared/export.ts'
import { optionsFor, paperOf, printOn, purposes, toCm, toInches } from './purposes.ts'

test.each(purposes)('what %s begins with is what the engine takes', (purpose) => {
  expect(exportOptions.parse(optionsFor(purpose, 90))).toEqual(optionsFor(purpose, 90))
})

test('what is kept for ever is a TIFF of 16 bits, in full size', () => {
  expect(optionsFor('keep', 80)).toMatchObject({ format: 'tiff', deep: true, size: { kind: 'full' } })
})

test('papers are known by their size, other sizes are custom', () => {
  expect(paperOf(printOn('A4', 300))).toBe('A4')
  expect(paperOf({ kind: 'print', widthCm: 11, heightCm: 12, dpi: 300 })).toBe('custom')
})

test('inches and centimetres', () => {
  expect([toInches(10.2), toInches(25.4), toCm(4), toCm(10)]).toEqual([4, 10, 10.2, 25.4])
})
