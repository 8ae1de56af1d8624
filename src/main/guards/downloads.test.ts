import { expect, test } from 'vitest'
import { mayDownload } from './downloads.ts'

test('an export may be saved', () => {
  expect(mayDownload('app://studio/asset/export/Oma%201923_restored.jpg')).toBe(true)
})

test.each([
  'app://studio/asset/full/1',
  'app://studio/asset/export/',
  'app://studio/asset/export/a%2Fb.jpg',
  'app://studio/asset/export/../full/1',
  'app://studio/index.html',
  'app://studio.evil/asset/export/a.jpg',
  'https://studio/asset/export/a.jpg',
  'blob:app://studio/5f',
  'data:image/png;base64,AA',
  '',
])('%s may not', (address) => {
  expect(mayDownload(address)).toBe(false)
})
