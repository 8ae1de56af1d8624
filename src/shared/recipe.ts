import { z } from 'zod'
import { strokesSchema } from './strokes.ts'

export const modelReference = z.strictObject({ id: z.string().max(100), sha256: z.string().regex(/^[0-9a-f]{64}$/) })

/** One step. `params` are validated by the operation's own schema when the recipe is resolved. */
export const recipeStep = z.strictObject({
  operation: z.string().max(100),
  version: z.int().min(1),
  enabled: z.boolean().default(true),
  params: z.record(z.string(), z.unknown()).default({}),
  /** The models that made the result; empty in a recipe that has not run yet. */
  models: z.array(modelReference).max(20).default([]),
  seed: z.int().min(0).max(0xffffffff).optional(),
})

/** Places where the scan stays, or comes back, whatever the steps do. Painted on the picture after turning and cropping. */
export const areas = z.strictObject({
  /** Never changed: all that is painted is the scan, and the edge is softened outside it. */
  protect: strokesSchema.optional(),
  /** The scan blended back in: the edge is softened inside what is painted. */
  original: strokesSchema.optional(),
})

/** Piece of a film, in seconds since its start: nothing else of it is restored. Photos have none. */
export const filmPart = z
  .strictObject({ from: z.number().min(0), to: z.number().positive().optional() })
  .refine(({ from, to }) => to === undefined || to > from, 'it ends before it begins')
export type FilmPart = z.output<typeof filmPart>

/** The only description of a restoration: used by the window, the command line, the queue and the catalog. */
export const recipe = z.strictObject({
  version: z.literal(1),
  name: z.string().max(200),
  steps: z.array(recipeStep).max(50),
  areas: areas.optional(),
  part: filmPart.optional(),
})

export type Recipe = z.output<typeof recipe>
export type Areas = z.output<typeof areas>
export type RecipeStep = z.output<typeof recipeStep>

export const presetNames = ['faithful', 'gentle', 'strong'] as const
export type PresetName = (typeof presetNames)[number]

/** Presets for films, by what they were taken on. */
export const filmPresetNames = ['vhs', 'eight-mm', 'old-phone', 'silent-film'] as const
export type FilmPresetName = (typeof filmPresetNames)[number]
export const isFilmPreset = (name: string): name is FilmPresetName => filmPresetNames.some((each) => each === name)

/** What a restoration is asked for with: a recipe that runs as it is, or a preset that is fitted to each picture. */
export const wish = z.union([recipe, z.enum(presetNames), z.enum(filmPresetNames)])
export type Wish = z.output<typeof wish>
