import type { StateDict } from '../formats/tensors.ts'
import { refuse } from '../refusal.ts'
import { type Recognise, type Recognised, UnsupportedVariant } from './architecture.ts'
import { recogniseRrdb } from './rrdb.ts'
import { recogniseSpan } from './span.ts'
import { recogniseSrvgg } from './srvgg.ts'
import { recogniseUpconv } from './upconv.ts'

const known: readonly Recognise[] = [recogniseSrvgg, recogniseRrdb, recogniseSpan, recogniseUpconv]

export const supported = 'SRVGGNetCompact, RRDBNet (ESRGAN, Real-ESRGAN), SPAN and upconv_7 (waifu2x)'

/** Networks that users are likely to try, told by keys of theirs: a refusal can then say what it was. */
const strangers: readonly (readonly [RegExp, string])[] = [
  [/^stylegan_decoder\.|^stylegan_decoderdotto/, 'GFPGAN'],
  [/^(encoder|generator)\.blocks\.|^quantize\./, 'CodeFormer'],
  [/relative_position_bias_table/, 'SwinIR or HAT'],
  [/^intro\.weight|\.sca\.|\.beta$/, 'NAFNet'],
  [/temporal_attn|qkv_dwconv/, 'Restormer'],
  [/\.eval_conv\./, 'a relative of SPAN'],
  [/^layers\.\d+\.layer\.\d+\.\d+\.sf/, 'DeOldify'],
  [/^rdb1|RDB1|rdb1/, 'a relative of ESRGAN'],
  [/alphas?_cumprod|diffusion_model/, 'a diffusion model'],
]

/** @throws AppError `model-refused`: names the network where it can, and what is supported */
export function recognise(state: StateDict, name: string): Recognised {
  const shapes = new Map([...state].map(([key, { shape }]) => [key, shape]))
  try {
    for (const attempt of known) {
      const found = attempt(shapes)
      if (found) return found
    }
  } catch (error) {
    if (!(error instanceof UnsupportedVariant)) throw error
    throw refuse(name, 'unsupported-variant', `is ${error.message}; supported are ${supported}.`, error.message)
  }
  const what = strangers.find(([pattern]) => [...shapes.keys()].some((key) => pattern.test(key)))?.[1]
  const found = what ?? `a network with keys like “${[...shapes.keys()][0] ?? ''}”`
  throw refuse(
    name,
    'unknown-architecture',
    `holds ${found}, which Daguerre cannot build; supported are ${supported}.`,
    found,
  )
}
