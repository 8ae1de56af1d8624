import { z } from 'zod'
import { id } from './entities.ts'
import { recipeStep } from './recipe.ts'
import { method } from './rpc/contract.ts'

/** Why a face is left as it is: its eyes are specks, it looks aside, it may be none. */
export const faceLimits = ['small', 'turned', 'doubtful'] as const
export type FaceLimit = (typeof faceLimits)[number]

/** A face in a picture, in pixels of the picture as it was scanned. */
export const foundFace = z.strictObject({
  /** Left, top, width, height. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Eyes, tip of the nose, corners of the mouth; what is at the viewer's left in an upright face comes first. */
  points: z.array(z.tuple([z.number(), z.number()])).length(5),
  /** 0..1 */
  score: z.number(),
  /** Pixels from eye to eye. */
  eyes: z.number(),
  /** 0 blurred .. 1 as sharp as pixels can be. */
  sharpness: z.number(),
  /** 0 into the camera .. 1 in profile. */
  aside: z.number(),
  /** Degrees by which it leans, clockwise. */
  lean: z.number(),
  limit: z.enum(faceLimits).nullable(),
})
export type FoundFace = z.output<typeof foundFace>

export const foundFaces = z.strictObject({
  /** The network that looked; null where nobody did: there is none, or looking for faces is switched off. */
  detector: z.string().nullable(),
  /** Largest first. */
  faces: z.array(foundFace),
})
export type FoundFaces = z.output<typeof foundFaces>

export const faceMethods = {
  /** Looks once and remembers. A film has none: its faces come and go. */
  'faces.find': method({ input: z.strictObject({ id }), output: foundFaces }),
  /** One of many strangers who would look like this face when shrunk (PNG). Nothing is kept of it but a preview. */
  'faces.imagine': method({
    input: z.strictObject({
      id,
      face: z.int().min(0),
      pixels: z.enum(['16', '32']).default('16'),
      variant: z.int().min(0).max(9999).default(0),
      model: z.string().max(80).default('auto'),
    }),
    output: z.strictObject({
      asset: z.string(),
      /** Mean squared difference to what is known, samples 0..1, when it is shrunk. */
      error: z.number(),
      passes: z.boolean(),
      /** The step that makes the same face again. */
      step: recipeStep,
    }),
  }),
  /** What may stand where a face of the scan is, each as a small picture (PNG). Those that cannot be made are left out. */
  'faces.candidates': method({
    input: z.strictObject({
      id,
      /** Its place in what `faces.find` gave. */
      face: z.int().min(0),
      strength: z.number().min(0).max(1),
      model: z.string().max(80).default('auto'),
      detector: z.string().max(80).default('auto'),
    }),
    output: z.strictObject({
      candidates: z.array(z.strictObject({ candidate: z.string(), asset: z.string() })),
    }),
  }),
}
