import { describe, expect, test } from 'vitest'
import { exportName } from './names.ts'

const parts = { original: 'Oma 1950.tif', preset: 'Faithful', n: 7, total: 120 }

describe('exportName', () => {
  test.each([
    ['{name}_restored', 'jpeg', 'Oma 1950_restored.jpg'],
    ['{n} {name} ({preset})', 'png', '007 Oma 1950 (Faithful).png'],
    ['{name}', 'tiff', 'Oma 1950.tif'],
    ['{nonsense} {name}', 'webp', '{nonsense} Oma 1950.webp'],
    ['../../{name}', 'png', '_.._Oma 1950.png'],
    ['{name}/{preset}', 'png', 'Oma 1950_Faithful.png'],
    ['NUL', 'png', '_NUL.png'],
    ['   ', 'png', 'picture.png'],
    ['...', 'png', 'picture.png'],
  ] as const)('%j as %s is %j', (template, format, expected) => {
    expect(exportName(template, parts, format)).toBe(expected)
  })

  test('C13: names are composed, and hold no part that a system refuses', () => {
    const name = exportName(
      '{name} {preset}',
      { ...parts, original: 'zdje\u0328cia: "1?".png', preset: 'a/b|c' },
      'png',
    )
    expect(name).toBe('zdjęcia_ _1__ a_b_c.png')
  })

  test('the original may say anything in braces', () => {
    expect(exportName('{name}', { ...parts, original: '{preset}.jpg' }, 'png')).toBe('{preset}.png')
  })
})
