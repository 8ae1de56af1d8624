import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'deinterlace',
  version: 1,
  stage: 'fields',
  params: z.strictObject({
    rate: z.enum(['frame', 'field']).default('frame').meta({ control: 'choice' }),
    order: z.enum(['auto', 'top', 'bottom']).default('auto').meta({ control: 'choice' }),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'none',
  neural: false,
})
