import { z } from 'zod'
import { strokesSchema } from '../../shared/strokes.ts'
import { defineOperation } from '../define.ts'
import { FACE_DETECTOR, shipped } from '../support/faces/models.ts'

/** Finds damage. Input: light (BT.601 weights of encoded values); output: how surely a pixel is damaged. */
export const DETECTOR = 'scratch-detect'
/** What finding damage needs: where faces are known, eyes and teeth are no dust. */
export const finders = [DETECTOR, ...(shipped.detector ? [FACE_DETECTOR] : [])]
/** Fills what is at most about 25 pixels wide. Input: RGB and the hole; output: RGB. */
export const FILLER = 'inpaint-thin'

export default defineOperation({
  id: 'repair-scratches',
  version: 1,
  stage: 'scratches',
  params: z.strictObject({
    // The detector still takes some lines that belong to a picture for damage: it looks only when asked.
    mode: z.enum(['brush', 'auto']).default('brush').meta({ control: 'choice' }),
    sensitivity: z.number().min(0).max(1).default(0.5).meta({ control: 'slider', step: 0.05 }),
    strength: z.number().min(0).max(1).default(1).meta({ control: 'slider', step: 0.05 }),
    strokes: strokesSchema.default([]).meta({ control: 'brush' }),
  }),
  models: [...finders, FILLER],
  modelsFor: ({ mode, strength, strokes }) => {
    if (strength === 0) return []
    if (mode === 'auto') return [...finders, FILLER]
    return strokes.some((stroke) => stroke.mode === 'add') ? [FILLER] : []
  },
  tiling: { overlap: 64, align: 16 },
  appliesTo: ['image', 'video'],
  invention: 'mask',
  neural: true,
})
