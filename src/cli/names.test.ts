import { expect, test } from 'vitest'
import { resultName } from './names.ts'

test('a result keeps its name, or gets one by template, safe on every disk', () => {
  const parts = { name: '-奶奶', recipe: 'upscale', scale: '4' }
  expect(resultName({ name: '{name}', suffix: '' }, parts)).toBe('-奶奶')
  expect(resultName({ name: '{name}', suffix: '_out' }, parts)).toBe('_-奶奶_out')
  expect(resultName({ name: '{recipe}-x{scale}-{name}', suffix: '' }, parts)).toBe('upscale-x4--奶奶')
  expect(resultName({ name: '../{name}{what}', suffix: '' }, parts)).toBe('_-奶奶{what}')
})
