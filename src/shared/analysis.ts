import { z } from 'zod'
import { recipe } from './recipe.ts'

export const findingKinds = [
  'faded',
  'faded-dyes',
  'low-contrast',
  'colour-cast',
  'sepia',
  'dark',
  'bright',
  'grain',
  'blocky',
  'blurred',
  'scratched',
  'small',
  'black-and-white',
  'interlaced',
  'flickering',
  'dusty',
  'healthy',
] as const

/** One thing the studio noticed. `text` is plain English; `values` fill the translated sentence `findings.<kind>`. */
export const finding = z.strictObject({
  kind: z.enum(findingKinds),
  /** 0 not worth mentioning .. 1 severe. */
  severity: z.number().min(0).max(1),
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})

export const face = z.strictObject({
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  points: z.array(z.tuple([z.number(), z.number()])),
  score: z.number(),
})

/** What only films have. */
export const filmAnalysis = z.strictObject({
  /** Length; null when the file does not tell. */
  seconds: z.number().nullable(),
  framesPerSecond: z.number(),
  codec: z.string(),
  bitDepth: z.int(),
  interlaced: z.boolean(),
  /** Frame-to-frame change of light that comes and goes, in levels of 255. */
  flicker: z.number(),
  /** Specks in a frame, on average. */
  specks: z.number(),
  audio: z.array(z.strictObject({ codec: z.string(), channels: z.int().nullable(), language: z.string().nullable() })),
  subtitles: z.int(),
  chapters: z.int(),
})
export type FilmAnalysis = z.output<typeof filmAnalysis>

/** What `analyze` found in a picture and the recipe it proposes, with its reasons. */
export const analysis = z.strictObject({
  width: z.int(),
  height: z.int(),
  findings: z.array(finding),
  faces: z.array(face),
  recipe,
  film: filmAnalysis.optional(),
})
export type Analysis = z.output<typeof analysis>
export type Finding = z.output<typeof finding>
