import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'stabilise',
  version: 1,
  stage: 'stabilise',
  params: z.strictObject({
    smoothness: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    border: z.enum(['zoom', 'mirror']).default('zoom').meta({ control: 'choice' }),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'none',
  neural: false,
})
