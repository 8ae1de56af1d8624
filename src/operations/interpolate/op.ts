import { z } from 'zod'
import { defineOperation } from '../define.ts'

/** How many frames the result has for one of the film. */
export const TIMES = { double: 2, fourfold: 4, eightfold: 8 } as const

export default defineOperation({
  id: 'interpolate',
  version: 1,
  stage: 'interpolate',
  params: z.strictObject({
    rate: z.enum(['double', 'fourfold', 'eightfold', 'fixed']).default('double').meta({ control: 'choice' }),
    /** Frames per second of `fixed`. */
    fps: z.number().min(12).max(240).default(60).meta({ control: 'number', step: 1 }),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'map',
  neural: false,
})
