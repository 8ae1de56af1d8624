import { z } from 'zod'
import { defineOperation } from '../define.ts'

/** A thumbnail to what has become of the dyes. */
export const UNFADER = 'unfade-photo'

export default defineOperation({
  id: 'recover-colour',
  version: 2,
  stage: 'tone',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.8).meta({ control: 'slider', step: 0.05 }),
    method: z.enum(['network', 'classical']).default('network').meta({ control: 'choice' }),
    memoryColours: z.boolean().default(true).meta({ control: 'toggle' }),
  }),
  models: [UNFADER],
  modelsFor: ({ method, strength }) => (method === 'network' && strength > 0 ? [UNFADER] : []),
  // How far dyes have faded is told by the whole picture.
  tiling: 'whole-image',
  makesParts: true,
  appliesTo: ['image'],
  // Curves and a matrix: no detail comes or goes.
  invention: 'none',
  neural: true,
})
