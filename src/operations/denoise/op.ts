import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'denoise',
  version: 1,
  stage: 'denoise',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.4).meta({ control: 'slider', step: 0.05 }),
  }),
  models: [],
  tiling: { overlap: 8, align: 4 },
  appliesTo: ['image', 'video'],
  invention: 'none',
  neural: false,
})
