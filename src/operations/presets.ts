import type { Finding } from '../shared/analysis.ts'
import { AppError } from '../shared/errors.ts'
import { isFilmPreset, type PresetName, type Recipe, type RecipeStep, type Wish } from '../shared/recipe.ts'
import type { Size } from './define.ts'
import { operations } from './index.ts'

/** Pictures whose long side is below this are enlarged: they would look small on any screen and in any album. */
export const SMALL = 1000

type Kind = Finding['kind']

/** Which findings call for which operation. */
export const remedies: Readonly<Record<string, readonly Kind[]>> = {
  'repair-scratches': ['scratched'],
  deblock: ['blocky'],
  denoise: ['grain'],
  deblur: ['blurred'],
  'recover-colour': ['faded-dyes'],
  'recover-tone': ['faded', 'low-contrast', 'sepia', 'colour-cast', 'bright', 'dark'],
  upscale: ['small'],
  deinterlace: ['interlaced'],
  deflicker: ['flickering'],
  'remove-dust': ['dusty'],
}

/** These look for themselves and leave alone what is healthy: they may run without an analysis. */
const selfJudging = ['denoise', 'recover-tone']

interface Preset {
  readonly name: string
  /** How readily damage is seen. */
  readonly scratches: number
  readonly deblock: number
  readonly denoise: number
  readonly deblur: number
  readonly tone: { readonly strength: number; readonly cast: number; readonly localContrast: number }
  /** How much of the fading of dyes is undone. */
  readonly dyes: number
  /** `cast` for toned originals: their warmth is part of them. */
  readonly castOfToned: number
  /** 1 does not enlarge. */
  readonly scale: number
}

const presets: Readonly<Record<PresetName, Preset>> = {
  faithful: {
    name: 'Faithful',
    scratches: 0.45,
    deblock: 0.8,
    denoise: 0.4,
    deblur: 0.4,
    tone: { strength: 0.6, cast: 0.6, localContrast: 0.1 },
    dyes: 0.8,
    castOfToned: 0.4,
    scale: 2,
  },
  gentle: {
    name: 'Gentle',
    scratches: 0.35,
    deblock: 0.5,
    denoise: 0.25,
    deblur: 0.2,
    tone: { strength: 0.4, cast: 0.35, localContrast: 0 },
    dyes: 0.5,
    castOfToned: 0.15,
    scale: 1,
  },
  strong: {
    name: 'Strong',
    scratches: 0.6,
    deblock: 1,
    denoise: 0.7,
    deblur: 0.8,
    tone: { strength: 0.9, cast: 0.9, localContrast: 0.4 },
    dyes: 1,
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
  const calls = (operation: string) =>
    findings ? (remedies[operation] ?? []).some((kind) => kinds.has(kind)) : selfJudging.includes(operation)
  const cast = kinds.has('sepia') ? preset.castOfToned : preset.tone.cast
  const isSmall = size !== undefined && Math.max(size.width, size.height) < SMALL
  // In the order of the stages, and within one in the order in which damage is best undone.
  const steps = [
    ...(calls('repair-scratches') ? step('repair-scratches', { mode: 'auto', sensitivity: preset.scratches }) : []),
    ...(calls('deblock') ? step('deblock', { strength: preset.deblock }) : []),
    ...(calls('denoise') ? step('denoise', { strength: preset.denoise }) : []),
    ...(calls('deblur') ? step('deblur', { strength: preset.deblur }) : []),
    // It brings contrast and tint back as well: after it there is little left for the other.
    ...(calls('recover-colour') ? step('recover-colour', { strength: preset.dyes }) : []),
    ...(calls('recover-tone') && !calls('recover-colour') ? step('recover-tone', { ...preset.tone, cast }) : []),
    ...(isSmall && preset.scale > 1 ? step('upscale', { scale: preset.scale }) : []),
  ]
  return { version: 1, name: preset.name, steps }
}

/** One step of the current version; none when users do not have the operation. */
export function step(id: string, params: Record<string, unknown>): RecipeStep[] {
  const operation = operations.get(id)
  if (!operation) return []
  return [{ operation: id, version: operation.version, enabled: true, params, models: [] }]
}

/** Presets are fitted to photos here. @throws AppError `invalid-input` for one that is for films */
export function photoPresetRecipe(name: Exclude<Wish, Recipe>, size?: Size, findings?: readonly Finding[]): Recipe {
  if (!isFilmPreset(name)) return presetRecipe(name, size, findings)
  throw new AppError('invalid-input', `The preset “${name}” is for films, not for photos.`, { preset: name })
}

/** Why a step is in a proposed recipe: the findings that call for it. */
export function reasonsFor(operation: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ kind }) => remedies[operation]?.includes(kind))
}
