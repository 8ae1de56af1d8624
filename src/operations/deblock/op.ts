import { z } from 'zod'
import { defineOperation } from '../define.ts'

/** RGB to RGB, of unknown strength. */
export const MODEL = 'deblock-photo'

export default defineOperation({
  id: 'deblock',
  version: 1,
  stage: 'denoise',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(1).meta({ control: 'slider', step: 0.05 }),
  }),
  models: [MODEL],
  modelsFor: ({ strength }) => (strength === 0 ? [] : [MODEL]),
  tiling: { overlap: 64, align: 16 },
  appliesTo: ['image', 'video'],
  invention: 'none',
  neural: true,
})
