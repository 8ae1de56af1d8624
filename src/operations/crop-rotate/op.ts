import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { resultSize } from './geometry.ts'

const LEAST = 0.01
// What reaches over the edge is left out: with these bounds, a part of the picture is always inside.
const edge = z
  .number()
  .min(0)
  .max(1 - LEAST, 'a hundredth of the picture must be left')
const length = z.number().min(LEAST, 'a hundredth of the picture must be kept').max(1)
const frame = { control: 'number', step: 0.001 } as const

export default defineOperation({
  id: 'crop-rotate',
  version: 1,
  stage: 'geometry',
  params: z.strictObject({
    turn: z.literal([0, 90, 180, 270]).default(0).meta({ control: 'choice', unit: '°' }),
    flip: z.enum(['none', 'horizontal', 'vertical']).default('none').meta({ control: 'choice' }),
    angle: z.number().min(-15).max(15).default(0).meta({ control: 'slider', step: 0.1, unit: '°' }),
    corners: z.enum(['crop', 'fill']).default('crop').meta({ control: 'choice' }),
    left: edge.default(0).meta(frame),
    top: edge.default(0).meta(frame),
    width: length.default(1).meta(frame),
    height: length.default(1).meta(frame),
  }),
  models: [],
  tiling: 'whole-image',
  appliesTo: ['image', 'video'],
  invention: 'none',
  neural: false,
  outputSize: resultSize,
})
