import { z } from 'zod'
import { id } from './entities.ts'
import { method } from './rpc/contract.ts'

/** Why a model file is not taken. Each has a sentence: `modelRefusal.<reason>`. */
export const refusalReasons = [
  'truncated',
  'corrupt',
  'unknown-format',
  'too-large',
  'absurd-size',
  'runs-code',
  'external-data',
  'custom-operator',
  'unknown-architecture',
  'unsupported-variant',
  'wrong-contract',
  'partner-missing',
  'does-not-run',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** What a network is for. Steps use those they know; a model of another kind is kept for the step that will. */
export const modelTasks = [
  'upscale',
  'restore-faces',
  'detect-faces',
  'imagine-face',
  'colorize',
  'inpaint',
  'interpolate',
] as const
export type ModelTask = (typeof modelTasks)[number]

const modelId = z
  .string()
  .max(80)
  .regex(/^[a-z0-9][a-z0-9-]*$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** A sentence in both languages. */
export const words = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) })
export type TwoLanguages = z.output<typeof words>

const licence = z.strictObject({
  name: z.string().min(1),
  /** Commercial use is forbidden, of the weights or of a part of them. */
  nonCommercial: z.boolean(),
  note: words.optional(),
})

/** A model that others made and that can be had from their own home. */
export const catalogEntry = z
  .strictObject({
    id: modelId,
    name: z.string().min(1),
    task: z.enum(modelTasks),
    architecture: z.string().min(1),
    goodFor: words,
    licence,
    /** Of the authors. */
    page: z.url({ protocol: /^https$/ }),
    /** Left out where nobody states a checksum: then the user fetches the file and imports it. */
    download: z
      .strictObject({
        url: z.url({ protocol: /^https?$/ }),
        bytes: z.int().min(1),
        sha256,
        /** Who states the checksum. */
        sumStatedBy: z.string().min(1),
      })
      .optional(),
    byHand: words.optional(),
    /** Scale of the result. A network of ours that gives more is shrunk to it, as its authors' own program does. */
    finalScale: z.int().min(1).max(4).optional(),
  })
  .refine(({ download, byHand }) => (download === undefined) !== (byHand === undefined), {
    message: 'either a download or words on how to get it by hand',
  })
export type CatalogEntry = z.output<typeof catalogEntry>

/** `resources/model-catalog.json` */
export const modelCatalog = z.strictObject({ version: z.literal(1), models: z.array(catalogEntry) })

/** One row of the model library. */
export const modelEntry = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['built-in', 'downloaded', 'imported', 'available', 'by-hand']),
  task: z.string(),
  architecture: z.string(),
  /** Null until it is installed. */
  scale: z.number().nullable(),
  parameters: z.int().nullable(),
  bytes: z.int().nullable(),
  sha256: sha256.nullable(),
  licence,
  goodFor: z.array(words),
  limits: z.array(z.string()),
  page: z.string().nullable(),
  /** Who states the checksum of a download. */
  sumStatedBy: z.string().nullable(),
  /** Names and checksums of the files it was made of. */
  files: z.array(z.strictObject({ name: z.string(), sha256 })),
  byHand: words.nullable(),
  /** Some step of this version runs it. */
  usable: z.boolean(),
  /** Seconds for one megapixel of input, measured on this computer. */
  secondsPerMegapixel: z.number().nullable(),
})
export type ModelEntry = z.output<typeof modelEntry>

const installProgress = z.strictObject({
  stage: z.enum(['download', 'check', 'convert']),
  /** Part of this stage that is done, 0..1. */
  fraction: z.number(),
  /** Bytes so far, while downloading. */
  bytes: z.int(),
})
export type InstallProgress = z.output<typeof installProgress>

export const modelMethods = {
  'models.list': method({ input: z.strictObject({}), output: z.strictObject({ models: z.array(modelEntry) }) }),
  /** Downloads a model of the catalog and turns it into what runs here. What arrived is kept when it is cancelled. */
  'models.install': method({
    input: z.strictObject({ id: modelId }),
    event: installProgress,
    output: z.strictObject({ id: modelId }),
  }),
  /** One model file, or the two halves of an ncnn model. */
  'models.import': method({
    input: z.strictObject({ grants: z.array(id).min(1).max(2), id: modelId.optional() }),
    event: installProgress,
    output: z.strictObject({ id: modelId }),
  }),
  'models.remove': method({ input: z.strictObject({ id: modelId }), output: z.null() }),
  /** Runs one tile through the network and remembers how long it took. */
  'models.measure': method({
    input: z.strictObject({ id: modelId }),
    output: z.strictObject({ secondsPerMegapixel: z.number(), device: z.string() }),
  }),
}
