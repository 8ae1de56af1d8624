import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineOperation } from '../operations/define.ts'
import { flagsOf, paramsFrom, parseValue } from './flags.ts'

const operation = defineOperation({
  id: 'sample',
  version: 1,
  stage: 'tone',
  params: z.object({
    strength: z.number().min(0).max(1).default(0.5),
    renderFactor: z.int().min(7).max(45).default(35),
    mode: z.enum(['soft', 'hard']).default('soft'),
    mirror: z.boolean().default(false),
    box: z.array(z.number()).optional(),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['image'],
  invention: 'none',
  neural: false,
})

const parse = (...args: string[]) => {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  for (const flag of flagsOf(operation)) command.addOption(flag)
  return paramsFrom(operation, command.parse(args, { from: 'user' }).opts())
}

describe('flags made from an operation', () => {
  test('every parameter has one, in kebab case, with range and default in its help', () => {
    const flags = flagsOf(operation)
    expect(flags.map((flag) => flag.long)).toEqual(['--strength', '--render-factor', '--mode', '--mirror', '--box'])
    expect(flags[1]?.description).toContain('7..45, default 35')
    expect(flags[2]?.description).toContain('soft | hard')
  })

  test('values arrive in the type of the schema', () => {
    const params = parse(
      '--strength',
      '0.25',
      '--render-factor',
      '20',
      '--mode',
      'hard',
      '--mirror',
      'yes',
      '--box',
      '[1,2]',
    )
    expect(params).toEqual({ strength: 0.25, renderFactor: 20, mode: 'hard', mirror: true, box: [1, 2] })
    expect(operation.params.parse(params)).toMatchObject({ strength: 0.25, mode: 'hard' })
  })

  test('what is not said is left to the defaults', () => expect(parse()).toEqual({}))

  test('what is no number is refused', () => {
    expect(() => parse('--strength', 'much')).toThrow(/number/)
    expect(() => parseValue('', { type: 'number' })).toThrow(/number/)
    expect(() => parse('--mirror', 'perhaps')).toThrow(/true or false/)
  })
})
