import type { Analysis, Finding } from '../shared/analysis.ts'
import { type FilmPresetName, isFilmPreset, type PresetName, type Recipe, type RecipeStep } from '../shared/recipe.ts'
import type { Size } from './define.ts'
import { operations } from './index.ts'
import { presetRecipe, remedies, step } from './presets.ts'

type Kind = Finding['kind']

/** A step of a preset: `found` runs only where a finding calls for it, `always` belongs to the kind of film. */
interface Remedy {
  readonly operation: string
  readonly when: 'found' | 'always' | 'small'
  readonly params: Readonly<Record<string, unknown>>
}
const found = (operation: string, params: Remedy['params'] = {}): Remedy => ({ operation, when: 'found', params })
const always = (operation: string, params: Remedy['params'] = {}): Remedy => ({ operation, when: 'always', params })

interface FilmPreset {
  readonly name: string
  /** In the order of the stages. */
  readonly remedies: readonly Remedy[]
}

/** Below this long side the films of old phones are enlarged; taller ones fill a small screen as they are. */
const TINY = 500

const presets: Readonly<Record<FilmPresetName, FilmPreset>> = {
  vhs: {
    name: 'VHS',
    remedies: [
      // Every field is a moment of its own: motion stays as smooth as it was on television.
      found('deinterlace', { rate: 'field' }),
      found('deblock', { strength: 0.6 }),
      // Tape noise is coloured and coarse, and has no charm to keep.
      found('denoise', { strength: 0.55, keepGrain: 0 }),
      found('recover-tone', { strength: 0.6, cast: 0.7, localContrast: 0.1 }),
    ],
  },
  'eight-mm': {
    name: '8 mm film',
    remedies: [
      found('deinterlace'),
      // The gate of a small camera never holds the film quite still.
      always('stabilise', { smoothness: 0.4 }),
      found('deflicker', { strength: 0.9 }),
      found('remove-dust', { sensitivity: 0.5, lines: 0.6 }),
      found('denoise', { strength: 0.35, keepGrain: 0.4 }),
      // Its dyes fade unevenly, so that all of it leans to one colour.
      found('recover-tone', { strength: 0.7, cast: 0.8, localContrast: 0.15 }),
    ],
  },
  'old-phone': {
    name: 'Old phone',
    remedies: [
      always('stabilise', { smoothness: 0.6 }),
      found('deblock', { strength: 1 }),
      found('denoise', { strength: 0.6, keepGrain: 0 }),
      found('recover-tone', { strength: 0.5, cast: 0.5, localContrast: 0.2 }),
      { operation: 'upscale', when: 'small', params: { scale: 2 } },
    ],
  },
  'silent-film': {
    name: 'Silent film',
    remedies: [
      found('deinterlace'),
      always('stabilise', { smoothness: 0.6 }),
      always('deflicker', { strength: 1 }),
      always('remove-dust', { sensitivity: 0.55, lines: 0.8 }),
      found('denoise', { strength: 0.3, keepGrain: 0.5 }),
      // Toned scenes were toned on purpose.
      found('recover-tone', { strength: 0.7, cast: 0.1, localContrast: 0.2 }),
    ],
  },
}

/** What of an analysis a preset is fitted to. */
export type FilmTraits = Pick<Analysis, 'findings'> & Partial<Size>

/**
 * A preset for a film, fitted to it: one by its kind, or one by strength, which does what films lack first and then what
 * it does to pictures. Those by strength never enlarge: that takes hours and invents detail.
 */
export function filmPresetRecipe(name: PresetName | FilmPresetName, film: FilmTraits): Recipe {
  return isFilmPreset(name) ? kindRecipe(presets[name], film) : strengthRecipe(name, film.findings)
}

function kindRecipe(preset: FilmPreset, { findings, width, height }: FilmTraits): Recipe {
  const isTiny = width !== undefined && height !== undefined && Math.max(width, height) < TINY
  const applies = ({ operation, when }: Remedy) =>
    when === 'always' || (when === 'small' ? isTiny : isCalledFor(operation, findings))
  const steps = preset.remedies.filter(applies).flatMap(({ operation, params }) => filmStep(operation, params))
  return { version: 1, name: preset.name, steps }
}

function strengthRecipe(name: PresetName, findings: readonly Finding[]): Recipe {
  const own = ['deinterlace', 'deflicker', 'remove-dust']
    .filter((operation) => isCalledFor(operation, findings))
    .flatMap((operation) => step(operation, {}))
  const recipe = presetRecipe(name, undefined, findings)
  const also = recipe.steps.flatMap(({ operation, params }) => filmStep(operation, params))
  return { ...recipe, steps: [...own, ...also] }
}

const isCalledFor = (operation: string, findings: readonly Finding[]) =>
  findings.some(({ kind }) => remedies[operation]?.includes(kind))

const filmStep = (operation: string, params: Remedy['params']): RecipeStep[] =>
  operations.get(operation)?.appliesTo.includes('video') ? step(operation, { ...params }) : []

/** The names that recipes carry, for finding a preset again. */
export const filmPresetTitle = (name: FilmPresetName): string => presets[name].name

/** Frames per second of cameras that were cranked or wound up; television and phones have more. */
const CINE_RATES = 20

/** What a film was probably taken on; undefined where nothing tells, and then strength alone is chosen. */
export function filmKindOf({
  findings,
  film,
  ...size
}: Omit<Analysis, 'faces' | 'recipe'>): FilmPresetName | undefined {
  if (!film) return undefined
  const has = (...kinds: Kind[]) => findings.some(({ kind }) => kinds.includes(kind))
  const isFilmStock = has('flickering', 'dusty')
  const isSilent = film.audio.length === 0
  if (has('black-and-white', 'sepia') && isFilmStock && isSilent) return 'silent-film'
  if (isFilmStock || film.framesPerSecond < CINE_RATES)
    return isTakenByPhone(film.codec, size) ? 'old-phone' : 'eight-mm'
  if (film.interlaced) return 'vhs'
  return isTakenByPhone(film.codec, size) ? 'old-phone' : undefined
}

/** Codecs of the first phones and pocket cameras, and frames as small as theirs. */
const isTakenByPhone = (codec: string, { width, height }: Size) =>
  ['h263', 'mjpeg', 'mpeg4'].includes(codec) && Math.max(width, height) <= 640
