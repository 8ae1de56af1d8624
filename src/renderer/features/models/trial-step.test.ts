import { describe, expect, test } from 'vitest'
import { operations } from '../../../operations/index.ts'
import type { ModelEntry } from '../../../shared/models.ts'
import { trialOf } from './trial-step.ts'

const model = (id: string, task: string, change: Partial<ModelEntry> = {}): ModelEntry => ({
  id,
  name: id,
  state: 'built-in',
  task,
  architecture: 'SRVGGNetCompact',
  scale: null,
  parameters: null,
  bytes: 1,
  sha256: null,
  licence: { name: 'MIT', nonCommercial: false },
  goodFor: [],
  limits: [],
  page: null,
  sumStatedBy: null,
  files: [],
  byHand: null,
  usable: true,
  secondsPerMegapixel: null,
  ...change,
})

describe('what a model does is shown by', () => {
  test('the step that runs it', () => {
    expect(trialOf(model('deblock-photo', 'deblock'))?.step.operation).toBe('deblock')
    expect(trialOf(model('colorize-photo', 'colorize'))).toMatchObject({ step: { operation: 'colorize' }, whole: true })
    expect(trialOf(model('scratch-detect', 'scratch-mask'))?.step.params).toEqual({ mode: 'auto' })
  })
  test('its own way of enlarging, and no other', () => {
    const paramsOf = (id: string, task: string, scale: number) => trialOf(model(id, task, { scale }))?.step.params
    expect(paramsOf('upscale-real-x4', 'upscale-real', 4)).toEqual({ scale: 4, style: 'real' })
    expect(paramsOf('fsrcnn-x3', 'upscale-classic', 3)).toEqual({ scale: 3, style: 'fsrcnn' })
    // It takes what was enlarged before.
    expect(paramsOf('srcnn-x2', 'upscale-classic', 1)).toEqual({ scale: 2, style: 'srcnn' })
  })
  test('the step that it is named in, for models of others', () => {
    const trial = trialOf(model('their-x4', 'upscale', { state: 'imported', scale: 4 }))
    expect(trial).toMatchObject({
      step: { operation: 'upscale', params: { scale: 4, model: 'their-x4' } },
      whole: false,
    })
  })
  test('parameters that its operation takes, whichever model of ours it is', () => {
    for (const operation of operations.values())
      for (const id of operation.models) {
        const trial = trialOf(model(id, 'other'))
        if (trial) expect(operations.get(trial.step.operation)?.params.safeParse(trial.step.params).success).toBe(true)
      }
  })
  test('nothing before it is installed, or where a part of a picture cannot show it', () => {
    expect(trialOf(model('their-x4', 'upscale', { state: 'available', scale: 4 }))).toBeUndefined()
    expect(trialOf(model('face-sharpen', 'restore-faces'))).toBeUndefined()
    expect(trialOf(model('unknown', 'interpolate', { usable: false }))).toBeUndefined()
  })
})
