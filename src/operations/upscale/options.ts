import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import restoreFaces from '../restore-faces/op.ts'

/** What users of Real-ESRGAN know by other names (docs/from-real-esrgan.md). The defaults change nothing. */
export const realEsrganOptions = {
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .default('auto')
    .meta({ control: 'hidden' }),
  tta: z.boolean().default(false).meta({ control: 'toggle' }),
  alpha: z.enum(['resample', 'network']).default('resample').meta({ control: 'hidden' }),
  tile: z.int().min(0).max(8192).default(0).meta({ control: 'hidden', unit: 'px' }),
  tilePad: z.int().min(0).max(512).default(0).meta({ control: 'hidden', unit: 'px' }),
  prePad: z.int().min(0).max(512).default(0).meta({ control: 'hidden', unit: 'px' }),
  faceEnhance: z.boolean().default(false).meta({ control: 'hidden' }),
}
export type RealEsrganOptions = {
  readonly [K in keyof typeof realEsrganOptions]: z.output<(typeof realEsrganOptions)[K]>
} & { readonly denoise: number }

/** What `faceEnhance` does: as `restore-faces` by itself, with our own network. */
export const faceParams = restoreFaces.params.parse({})
export const faceModels: readonly string[] = restoreFaces.modelsFor?.(faceParams) ?? []

/** True when the user named a network instead of leaving the choice to the scale. */
export const isNamed = ({ model }: Pick<RealEsrganOptions, 'model'>): boolean => model !== 'auto'

/** Networks of one shape, the second of which removes less noise: their weights can be mixed. */
const weakerOf: Readonly<Record<string, string>> = { 'realesr-general-x4v3': 'realesr-general-wdn-x4v3' }

/** The network whose weights are mixed in, when less noise is to be removed than the named one removes. */
export function mixedIn({ model, denoise }: Pick<RealEsrganOptions, 'model' | 'denoise'>) {
  const weaker = weakerOf[model]
  return weaker === undefined || denoise === 1 ? undefined : { model: weaker, part: 1 - denoise }
}

/** Networks that a named model needs. */
export const namedModels = (options: Pick<RealEsrganOptions, 'model' | 'denoise'>): string[] => {
  const mixed = mixedIn(options)
  return mixed ? [options.model, mixed.model] : [options.model]
}

/** How the tiles are cut. A network that was named ends where the picture ends, as its authors run it. */
export function tileNeeds(card: ModelCard, options: RealEsrganOptions) {
  const overlap = options.tilePad || Math.max(1, card.receptiveField)
  const border = options.prePad || (isNamed(options) ? 0 : overlap)
  return { overlap, border, align: card.multiple, scale: card.scale, side: options.tile }
}

/** @throws AppError `invalid-input`, `model-broken` where the options and the network do not go together */
export function requireUsable(card: ModelCard, { model, denoise }: RealEsrganOptions): void {
  if (!isNamed({ model })) return
  // A network of four channels has the strength as its fourth.
  if (denoise !== 1 && !weakerOf[model] && card.input.channels !== 4) {
    throw new AppError('invalid-input', `The model “${card.id}” has no strength of denoising to choose.`, {
      operation: 'upscale',
    })
  }
  if (card.input.colour !== 'rgb' || card.output.colour !== 'rgb') {
    throw new AppError('model-broken', `The model “${card.id}” does not turn a picture into a picture.`, {
      model: card.id,
    })
  }
}
