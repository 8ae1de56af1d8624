import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'recover-tone',
  version: 1,
  stage: 'tone',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.7).meta({ control: 'slider', step: 0.05 }),
    cast: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    localContrast: z.number().min(0).max(1).default(0.2).meta({ control: 'slider', step: 0.05 }),
  }),
  models: [],
  // The tones of a tile say nothing about those of the picture.
  tiling: 'whole-image',
  makesParts: true,
  appliesTo: ['image', 'video'],
  invention: 'none',
  neural: false,
})
