import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'remove-dust',
  version: 1,
  stage: 'scratches',
  params: z.strictObject({
    sensitivity: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    lines: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    strength: z.number().min(0).max(1).default(1).meta({ control: 'slider', step: 0.05 }),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'mask',
  neural: false,
})
