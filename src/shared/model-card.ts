import { z } from 'zod'

const plane = z.strictObject({
  name: z.string(),
  channels: z.int().min(1).max(256),
  range: z.tuple([z.number(), z.number()]),
  colour: z.enum(['rgb', 'gray', 'mask', 'lab', 'faces', 'lightness, hints', 'logits of colours', 'latents', 'motion']),
})

/** Where a model that we do not ship came from. */
const provenance = z.strictObject({
  kind: z.enum(['downloaded', 'imported']),
  format: z.enum(['onnx', 'pth', 'safetensors', 'ncnn']),
  /** The files it was made of, as they were. */
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      url: z.url().optional(),
    }),
  ),
  /** Date and time, ISO 8601. */
  installed: z.iso.datetime(),
  /** Page of its authors. */
  page: z.url().optional(),
})
export type ModelProvenance = z.output<typeof provenance>

/** `models/<id>/card.json`: what a model is, how it was made, what it reaches. Written by the training kit's exporter, or by the importer for models of others. */
export const modelCard = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  name: z.string(),
  task: z.string(),
  version: z.int().min(1),
  architecture: z.string(),
  parameters: z.int().min(1),
  bytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  opset: z.int(),
  input: plane,
  output: plane,
  /** Pixels of the result per input pixel. */
  scale: z.number().min(1),
  /** Input sides must be multiples of this. */
  multiple: z.int().min(1),
  /** The side of the square it insists on; left out where sides are free. */
  side: z.int().min(1).optional(),
  /** Of a generator: rows of numbers, one for each of its layers. */
  latent: z
    .strictObject({
      layers: z.int().min(1).max(64),
      width: z.int().min(1).max(2048),
      noise: z.int().min(0).max(63).optional(),
    })
    .refine(({ layers, noise = 0 }) => noise < layers)
    .optional(),
  /**
   * Colours as classes: `count` x `count` bins of a* and b*, a* outermost, `step` apart and centred on gray; the output
   * holds their logits, once for each `every` x `every` input pixels. `temperature` is that of the softmax at the usual
   * vividness, `gain` the factor of its colours.
   */
  bins: z
    .strictObject({
      step: z.number().positive(),
      count: z.int().min(2),
      every: z.int().min(1).default(4),
      temperature: z.number().positive().optional(),
      gain: z.number().positive().default(1),
    })
    .optional(),
  /** Radius in input pixels: the least context a tile needs. */
  receptiveField: z.int().min(0),
  gmacPerMegapixel: z.number(),
  licence: z.string(),
  training: z.strictObject({
    data: z.array(z.strictObject({ name: z.string(), licence: z.string(), pictures: z.int() })),
    steps: z.int(),
    hours: z.number(),
    seed: z.int(),
    command: z.string(),
  }),
  metrics: z.record(z.string(), z.record(z.string(), z.number())),
  limits: z.array(z.string()),
  goodFor: z.array(z.string()),
  /** True when its licence forbids commercial use; left out where nothing is known of that. */
  nonCommercial: z.boolean().optional(),
  /** Left out for models we ship. */
  provenance: provenance.optional(),
})
export type ModelCard = z.output<typeof modelCard>

/** Samples of a network's output per input pixel, along a side. */
export const outputScale = ({ scale, bins }: Pick<ModelCard, 'scale' | 'bins'>): number =>
  bins ? scale / bins.every : scale
