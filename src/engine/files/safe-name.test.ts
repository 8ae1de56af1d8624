import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numbered, safeName, splitExtension } from './safe-name.ts'

describe('safeName', () => {
  test.each([
    ['photo.jpg', 'photo.jpg'],
    ['奶奶的照片.jpg', '奶奶的照片.jpg'],
    ['zdje\u0328cia.png', 'zdjęcia.png'],
    ['👵🏽 1950.jpg', '👵🏽 1950.jpg'],
    ['../../x.jpg', '_.._x.jpg'],
    ['..', 'picture'],
    ['.', 'picture'],
    ['', 'picture'],
    ['   ', 'picture'],
    ['.hidden.jpg', 'hidden.jpg'],
    ['a\0b.jpg', 'a_b.jpg'],
    ['C:\\Windows\\x.jpg', 'C__Windows_x.jpg'],
    ['a<b>c|d?e*f".jpg', 'a_b_c_d_e_f_.jpg'],
    ['line\nbreak.jpg', 'line_break.jpg'],
    ['trailing. . .', 'trailing'],
    ['CON', '_CON'],
    ['nul.jpg', '_nul.jpg'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['LPT².png', '_LPT².png'],
    ['console.jpg', 'console.jpg'],
    ['-rf.jpg', '_-rf.jpg'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['half \ud83d.jpg', 'half \ufffd.jpg'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeName(name)).toBe(expected)
  })

  test('long names keep their extension and their last whole character', () => {
    expect(safeName(`${'x'.repeat(500)}.jpeg`)).toBe(`${'x'.repeat(175)}.jpeg`)
    expect(safeName(`${'奶'.repeat(500)}.jpg`)).toBe(`${'奶'.repeat(58)}.jpg`)
    const family = '👨‍👩‍👧‍👦'
    expect(safeName(`${family.repeat(100)}.jpg`)).toBe(`${family.repeat(7)}.jpg`)
  })

  test('whatever comes in, a harmless name comes out, and it stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeName(name)
        expect(safe).not.toMatch(/[/\\\0:*?"<>|]|^[.-]|[. ]$/)
        expect(safe.length).toBeGreaterThan(0)
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(181)
        expect(safeName(safe)).toBe(safe)
      }),
      { numRuns: 2000 },
    )
  })
})

test('splitExtension', () => {
  expect(splitExtension('a.b.JPG')).toEqual(['a.b', '.JPG'])
  expect(splitExtension('no. 5 at home')).toEqual(['no. 5 at home', ''])
  expect(splitExtension('.jpg')).toEqual(['.jpg', ''])
})

test('numbered', () => {
  expect([1, 2, 3].map((n) => numbered('photo.jpg', n))).toEqual(['photo.jpg', 'photo-2.jpg', 'photo-3.jpg'])
})
