import { z } from 'zod'
import { strokesSchema } from '../../shared/strokes.ts'
import { defineOperation } from '../define.ts'
import { finders } from '../repair-scratches/op.ts'

/** RGB and the hole to RGB: noise, blur and compression undone and the hole filled, all at once. */
export const RESTORER = 'restore-photo'

export default defineOperation({
  id: 'restore-photo',
  version: 1,
  stage: 'scratches',
  params: z.strictObject({
    strength: z.number().min(0).max(1).default(1).meta({ control: 'slider', step: 0.05 }),
    mode: z.enum(['auto', 'brush']).default('auto').meta({ control: 'choice' }),
    sensitivity: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    strokes: strokesSchema.default([]).meta({ control: 'brush' }),
  }),
  models: [...finders, RESTORER],
  modelsFor: ({ mode, strength }) => {
    if (strength === 0) return []
    return mode === 'auto' ? [...finders, RESTORER] : [RESTORER]
  },
  tiling: { overlap: 64, align: 16 },
  appliesTo: ['image'],
  invention: 'mask',
  neural: true,
  // Waits for the weights: delete this line when models/restore-photo and models/scratch-detect are there.
  released: false,
})
