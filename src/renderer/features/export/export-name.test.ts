import { expect, test } from 'vitest'
import { endings, hasQuality, previewName } from './export-name.ts'

const parts = { original: 'anna 1951.scan.tiff', preset: 'Faithful', n: 3 }

test.each([
  ['{name}_restored', 'jpeg', 'anna 1951.scan_restored.jpg'],
  ['{n}-{name}-{preset}', 'tiff', '3-anna 1951.scan-faithful.tif'],
  ['   ', 'png', 'anna 1951.scan.png'],
  ['{name}{name}', 'webp', 'anna 1951.scananna 1951.scan.webp'],
] as const)('%s as %s', (template, format, name) => expect(previewName(template, endings[format], parts)).toBe(name))

test('a name without an ending is kept whole', () =>
  expect(previewName('{name}', 'png', { ...parts, original: 'grandmother' })).toBe('grandmother.png'))

test('only lossy formats have a quality', () =>
  expect((['jpeg', 'png', 'tiff', 'webp'] as const).filter(hasQuality)).toEqual(['jpeg', 'webp']))
