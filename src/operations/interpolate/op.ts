import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { INTERPOLATOR, shipped } from './networks.ts'

/** How many frames the result has for one of the film, at its own speed. */
export const TIMES = { double: 2, fourfold: 4, eightfold: 8 } as const

const methods = ['network', 'classical', 'fast', 'quadratic'] as const
/** The network waits for its weights. */
const offered = methods.filter((method) => shipped || method !== 'network') as [Method, ...Method[]]
export type Method = (typeof methods)[number]

export default defineOperation({
  id: 'interpolate',
  version: 1,
  stage: 'interpolate',
  params: z.strictObject({
    rate: z.enum(['double', 'fourfold', 'eightfold', 'fixed']).default('double').meta({ control: 'choice' }),
    /** Frames per second of `fixed`. */
    fps: z.number().min(12).max(240).default(60).meta({ control: 'number', step: 1 }),
    /** 0.5 makes the film twice as long. */
    speed: z.number().min(0.05).max(1).default(1).meta({ control: 'slider', step: 0.05, unit: 'x' }),
    sound: z.enum(['stretch', 'leave-out']).default('stretch').meta({ control: 'choice' }),
    method: z.enum(offered).default(offered[0]).meta({ control: 'choice' }),
    repeats: z.enum(['fill', 'keep']).default('fill').meta({ control: 'choice' }),
    /** A network of others, by its id. */
    model: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .default('auto')
      .meta({ control: 'hidden' }),
  }),
  models: shipped ? [INTERPOLATOR] : [],
  modelsFor: ({ method, model }) => (model !== 'auto' ? [model] : method === 'network' ? [INTERPOLATOR] : []),
  accepts: ['interpolate'],
  tiling: 'whole-image',
  appliesTo: ['video'],
  invention: 'map',
  neural: true,
})
