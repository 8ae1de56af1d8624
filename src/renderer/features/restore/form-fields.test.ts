import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { operations } from '../../../operations/index.ts'
import { fieldValue, formFields, valueText } from './form-fields.ts'

const params = z.strictObject({
  strength: z.number().min(0).max(1).default(0.8).meta({ control: 'slider', step: 0.01 }),
  scale: z.number().min(1).max(8).default(2).meta({ control: 'slider', step: 0.5, unit: 'x' }),
  count: z.int().min(1).max(9).default(3).meta({ control: 'number' }),
  turn: z.literal([0, 90, 180]).default(0).meta({ control: 'choice', unit: '°' }),
  mode: z.enum(['crop', 'fill']).default('fill').meta({ control: 'choice' }),
  keep: z.boolean().default(true).meta({ control: 'toggle' }),
  secret: z.number().default(1).meta({ control: 'hidden' }),
})

describe('formFields', () => {
  const fields = formFields(params)
  const find = (key: string) => fields.find((field) => field.key === key)

  test('one field for each parameter that is shown, in order', () =>
    expect(fields.map(({ key, control }) => `${key}:${control}`)).toEqual([
      'strength:slider',
      'scale:slider',
      'count:number',
      'turn:choice',
      'mode:choice',
      'keep:toggle',
    ]))
  test('ranges, steps, units and defaults', () => {
    expect(find('scale')).toEqual({
      control: 'slider',
      key: 'scale',
      min: 1,
      max: 8,
      step: 0.5,
      unit: 'x',
      fallback: 2,
    })
    expect(find('count')).toMatchObject({ min: 1, max: 9, step: 1, fallback: 3 })
    expect(find('turn')).toMatchObject({ options: [0, 90, 180], fallback: 0 })
    expect(find('mode')).toMatchObject({ options: ['crop', 'fill'], fallback: 'fill' })
    expect(find('keep')).toMatchObject({ fallback: true })
  })
  test('a value that does not fit gives way to one that does', () => {
    const scale = find('scale')
    const mode = find('mode')
    if (!scale || !mode) throw new Error('missing')
    expect(fieldValue(scale, { scale: 99 })).toBe(8)
    expect(fieldValue(scale, {})).toBe(2)
    expect(fieldValue(mode, { mode: 'nonsense' })).toBe('fill')
  })
})

test('every released operation has a form whose defaults satisfy its schema', () => {
  expect(operations.size).toBeGreaterThan(0)
  for (const operation of operations.values()) {
    const fields = formFields(operation.params)
    expect(
      operation.params.safeParse(Object.fromEntries(fields.map((field) => [field.key, field.fallback]))).success,
    ).toBe(true)
  }
})

test.each([
  [0.8, { min: 0, max: 1, unit: '' }, '80%'],
  [1.5, { min: 0, max: 2, unit: '' }, '150%'],
  [2, { min: 1, max: 8, unit: 'x' }, '2×'],
  [-2.5, { min: -15, max: 15, unit: '°' }, '-2.5°'],
  [4, { min: 0, max: 20, unit: 'px' }, '4 px'],
  [30, { min: 0, max: 100, unit: '%' }, '30%'],
  [12, { min: 7, max: 45, unit: '' }, '12'],
])('%s in words', (value, field, text) => expect(valueText(value, field, 'en')).toBe(text))
