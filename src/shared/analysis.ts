import { z } from 'zod'
import { recipe } from './recipe.ts'

export const findingKinds = [
  'faded',
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

/** What `analyze` found in a picture and the recipe it proposes, with its reasons. */
export const analysis = z.strictObject({
  width: z.int(),
  height: z.int(),
  findings: z.array(finding),
  faces: z.array(face),
  recipe,
})
export type Analysis = z.output<typeof analysis>
export type Finding = z.output<typeof finding>
