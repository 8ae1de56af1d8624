import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { networkFor, offered, offeredModels } from './networks.ts'
import { faceModels, isNamed, namedModels, realEsrganOptions } from './options.ts'

export default defineOperation({
  id: 'upscale',
  version: 1,
  stage: 'upscale',
  params: z.strictObject({
    scale: z.number().min(1).max(8).default(2).meta({ control: 'slider', step: 0.5, unit: 'x' }),
    style: z
      .enum(offered)
      .default('clean')
      .meta({ control: offered.length > 1 ? 'choice' : 'hidden' }),
    denoise: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .meta({ control: offered.includes('real') ? 'slider' : 'hidden', step: 0.05 }),
    ...realEsrganOptions,
  }),
  models: offeredModels,
  modelsFor: (params) => {
    const faces = params.faceEnhance ? faceModels : []
    if (isNamed(params)) return [...faces, ...namedModels(params)]
    return params.scale === 1 ? [] : [...faces, networkFor(params.scale, params.style).model]
  },
  accepts: ['upscale'],
  tiling: { overlap: 16, align: 1 },
  appliesTo: ['image', 'video'],
  invention: 'map',
  neural: true,
  alphaToo: ({ alpha }) => alpha === 'network',
  outputSize: ({ scale }, { width, height }) => ({
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }),
})
