import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { isNamed, namedModels, realEsrganOptions } from './options.ts'

/** The network that serves a scale: the next larger one, then shrunk; beyond x4 the rest is classical enlargement. */
export const networkFor = (scale: number): { readonly model: string; readonly factor: 2 | 3 | 4 } => {
  if (scale <= 2) return { model: 'upscale-clean-x2', factor: 2 }
  if (scale <= 3) return { model: 'upscale-clean-x3', factor: 3 }
  return { model: 'upscale-clean-x4', factor: 4 }
}

export default defineOperation({
  id: 'upscale',
  version: 1,
  stage: 'upscale',
  params: z.strictObject({
    scale: z.number().min(1).max(8).default(2).meta({ control: 'slider', step: 0.5, unit: 'x' }),
    ...realEsrganOptions,
  }),
  models: ['upscale-clean-x2', 'upscale-clean-x3', 'upscale-clean-x4'],
  modelsFor: (params) => {
    if (isNamed(params)) return namedModels(params)
    return params.scale === 1 ? [] : [networkFor(params.scale).model]
  },
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
