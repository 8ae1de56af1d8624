import { z } from 'zod'
import { colourHintsSchema } from '../../shared/colour-hints.ts'
import { strokesSchema } from '../../shared/strokes.ts'
import { defineOperation } from '../define.ts'

/** Lightness and hints to classes of colour, at a quarter of the size. */
export const COLOURIST = 'colorize-photo'

/** Sides of the picture that networks see, in pixels per step of the render factor. */
export const RENDER_STEP = 16

export default defineOperation({
  id: 'colorize',
  version: 1,
  stage: 'colour',
  params: z.strictObject({
    vividness: z.number().min(0).max(2).default(1).meta({ control: 'slider', step: 0.05 }),
    renderFactor: z.int().min(7).max(45).default(28).meta({ control: 'slider', step: 1 }),
    variant: z.int().min(0).max(999).default(0).meta({ control: 'variants' }),
    keepColours: z.boolean().default(true).meta({ control: 'toggle' }),
    mark: z.boolean().default(true).meta({ control: 'toggle' }),
    hints: colourHintsSchema.default([]).meta({ control: 'colours' }),
    strokes: strokesSchema.default([]).meta({ control: 'brush' }),
    model: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .default('auto')
      .meta({ control: 'hidden' }),
  }),
  models: [COLOURIST],
  modelsFor: ({ vividness, model }) => (vividness === 0 ? [] : [model === 'auto' ? COLOURIST : model]),
  accepts: ['colorize'],
  // What a thing is, and so its colour, is told by the whole picture.
  tiling: 'whole-image',
  makesParts: true,
  appliesTo: ['image', 'video'],
  // No detail: lightness stays. That the colours are a guess is said of the whole picture.
  invention: 'none',
  neural: true,
})
