import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'deflicker',
  version: 1,
  stage: 'deflicker',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.9).meta({ control: 'slider', step: 0.05 }),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'none',
  neural: false,
})
