import { z } from 'zod'
import { defineOperation } from '../define.ts'

/** The network that serves a scale: the next larger one, then shrunk; beyond x4 the rest is classical enlargement. */
export const networkFor = (scale: number): { readonly model: string; readonly factor: 2 | 3 | 4 } => {
  if (scale <= 2) return { model: 'upscale-clean-x2', factor: 2 }
  if (scale <= 3) return { model: 'upscale-clean-x3', factor: 3 }
  return { model: 'upscale-clean-x4', factor: 4 }
}

/** The one network that does the work; none when nothing is to be done. */
export const modelFor = ({
  scale,
  model,
}: {
  readonly scale: number
  readonly model: string
}): [string] | undefined => {
  if (model !== '') return [model]
  return scale === 1 ? undefined : [networkFor(scale).model]
}

export default defineOperation({
  id: 'upscale',
  version: 1,
  stage: 'upscale',
  params: z.strictObject({
    scale: z.number().min(1).max(8).default(2).meta({ control: 'slider', step: 0.5, unit: 'x' }),
    /** Id of a model that takes the place of ours; ours when empty. */
    model: z.string().max(100).default('').meta({ control: 'hidden' }),
  }),
  models: ['upscale-clean-x2', 'upscale-clean-x3', 'upscale-clean-x4'],
  modelsFor: (params) => modelFor(params) ?? [],
  accepts: 'upscale',
  tiling: { overlap: 16, align: 1 },
  appliesTo: ['image', 'video'],
  invention: 'map',
  neural: true,
  outputSize: ({ scale }, { width, height }) => ({
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }),
})
