import { z } from 'zod'
import { defineOperation } from '../define.ts'

/** RGB to RGB, noise and grain of unknown strength. */
export const DENOISER = 'denoise-photo'
export default defineOperation({
  id: 'denoise',
  version: 2,
  stage: 'denoise',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(0.8).meta({ control: 'slider', step: 0.05 }),
    keepGrain: z.number().min(0).max(1).default(0).meta({ control: 'slider', step: 0.05 }),
    // The network is better at strong noise only, so far: it is there to be chosen.
    method: z.enum(['network', 'classical']).default('classical').meta({ control: 'choice' }),
  }),
  models: [DENOISER],
  modelsFor: ({ method, strength }) => (method === 'network' && strength > 0 ? [DENOISER] : []),
  tiling: { overlap: 16, align: 16 },
  appliesTo: ['image', 'video'],
  invention: 'none',
  neural: true,
})
