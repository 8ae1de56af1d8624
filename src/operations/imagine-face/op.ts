import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { FACE_DETECTOR, FACE_GENERATOR, shipped } from '../support/faces/models.ts'
import { columnsOf } from './sheet.ts'

const modelName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .default('auto')
  .meta({ control: 'hidden' })

/** Where the face is that is taken from the picture. */
export const place = z.strictObject({
  /** Middle of its box, as fractions of the picture's width and height, after turning and cropping. */
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  /** Geometric mean of the box's sides, as a fraction of the picture's longer side. */
  size: z.number().min(0).max(2),
})

export default defineOperation({
  id: 'imagine-face',
  version: 1,
  stage: 'faces',
  params: z.strictObject({
    /** Null takes the square in the middle of the picture as the face: for pictures that are nothing else. */
    face: place.nullable().default(null).meta({ control: 'hidden' }),
    pixels: z.enum(['16', '32']).default('16').meta({ control: 'choice' }),
    variant: z.int().min(0).max(9999).default(0).meta({ control: 'number', step: 1 }),
    steps: z.int().min(1).max(500).default(100).meta({ control: 'slider', step: 10 }),
    rate: z.number().min(0.01).max(2).default(0.4).meta({ control: 'slider', step: 0.01 }),
    enough: z.number().min(0).max(0.05).default(0.002).meta({ control: 'number', step: 0.0005 }),
    duplicates: z.int().min(1).max(8).default(1).meta({ control: 'slider', step: 1 }),
    intermediates: z.boolean().default(false).meta({ control: 'toggle' }),
    side: z.int().min(32).max(1024).default(128).meta({ control: 'hidden' }),
    /** A generator of others, by its id. */
    model: modelName,
    detector: modelName,
  }),
  models: [FACE_DETECTOR, FACE_GENERATOR],
  modelsFor: ({ face, model, detector }) => [
    ...(face ? [detector === 'auto' ? FACE_DETECTOR : detector] : []),
    model === 'auto' ? FACE_GENERATOR : model,
  ],
  accepts: ['imagine-face', 'detect-faces'],
  tiling: 'whole-image',
  appliesTo: ['image'],
  // All of the result is.
  invention: 'map',
  neural: true,
  outputSize: ({ side, duplicates, intermediates }) => ({
    width: side * columnsOf(intermediates),
    height: side * duplicates,
  }),
  apart: true,
  awaits: shipped.generator ? [] : [FACE_GENERATOR],
})
