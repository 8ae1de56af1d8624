import type { Finding } from '../shared/analysis.ts'
import type { PresetName, Recipe, RecipeStep } from '../shared/recipe.ts'
import type { Size } from './define.ts'

/** Pictures whose long side is below this are enlarged: they would look small on any screen and in any album. */
export const SMALL = 1000

type Kind = Finding['kind']

/** Which findings call for which operation. */
const remedies: Readonly<Record<string, readonly Kind[]>> = {
  denoise: ['grain'],
  'recover-tone': ['faded', 'low-contrast', 'sepia', 'colour-cast', 'bright', 'dark'],
  upscale: ['small'],
  deinterlace: ['interlaced'],
  deflicker: ['flickering'],
  'remove-dust': ['dusty'],
}

interface Preset {
  readonly name: string
  readonly denoise: number
  readonly tone: { readonly strength: number; readonly cast: number; readonly localContrast: number }
  /** `cast` for toned originals: their warmth is part of them. */
  readonly castOfToned: number
  /** 1 does not enlarge. */
  readonly scale: number
}

const presets: Readonly<Record<PresetName, Preset>> = {
  faithful: {
    name: 'Faithful',
    denoise: 0.4,
    tone: { strength: 0.6, cast: 0.6, localContrast: 0.1 },
    castOfToned: 0.4,
    scale: 2,
  },
  gentle: {
    name: 'Gentle',
    denoise: 0.25,
    tone: { strength: 0.4, cast: 0.35, localContrast: 0 },
    castOfToned: 0.15,
    scale: 1,
  },
  strong: {
    name: 'Strong',
    denoise: 0.7,
    tone: { strength: 0.9, cast: 0.9, localContrast: 0.4 },
    castOfToned: 0.9,
    scale: 2,
  },
}

/**
 * A preset as a recipe, fitted to a picture: only what its findings call for.
 * @param size of the picture; without it nothing is enlarged
 * @param findings of the analysis; without them the preset cleans and recovers whatever the operations themselves find
 */
export function presetRecipe(name: PresetName, size?: Size, findings?: readonly Finding[]): Recipe {
  const preset = presets[name]
  const kinds = new Set(findings?.map(({ kind }) => kind))
  const calls = (operation: string) => !findings || (remedies[operation] ?? []).some((kind) => kinds.has(kind))
  const steps: RecipeStep[] = []
  if (calls('denoise')) steps.push(step('denoise', { strength: preset.denoise }))
  if (calls('recover-tone')) {
    const cast = kinds.has('sepia') ? preset.castOfToned : preset.tone.cast
    steps.push(step('recover-tone', { ...preset.tone, cast }))
  }
  const isSmall = size !== undefined && Math.max(size.width, size.height) < SMALL
  if (isSmall && preset.scale > 1) steps.push(step('upscale', { scale: preset.scale }))
  return { version: 1, name: preset.name, steps }
}

/**
 * A preset for a film: fields put together first, then what only films have, then what the preset does to pictures.
 * Films are not enlarged unasked: it takes hours and invents detail.
 */
export function filmPresetRecipe(name: PresetName, findings: readonly Finding[]): Recipe {
  const kinds = new Set(findings.map(({ kind }) => kind))
  const has = (operation: string) => (remedies[operation] ?? []).some((kind) => kinds.has(kind))
  const own = ['deinterlace', 'deflicker', 'remove-dust'].filter(has).map((operation) => step(operation, {}))
  const recipe = presetRecipe(name, undefined, findings)
  return { ...recipe, steps: [...own, ...recipe.steps] }
}

const step = (operation: string, params: Record<string, unknown>): RecipeStep => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})

/** Why a step is in a proposed recipe: the findings that call for it. */
export function reasonsFor(operation: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ kind }) => remedies[operation]?.includes(kind))
}
