import { z } from 'zod'
import { defineOperation } from '../define.ts'

export default defineOperation({
  id: 'recover-colour',
  version: 1,
  stage: 'tone',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.8).meta({ control: 'slider', step: 0.05 }),
    memoryColours: z.boolean().default(true).meta({ control: 'toggle' }),
  }),
  models: [],
  // How far dyes have faded is told by the whole picture.
  tiling: 'whole-image',
  makesParts: true,
  appliesTo: ['image'],
  invention: 'none',
  neural: false,
})
