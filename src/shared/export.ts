import { z } from 'zod'
import { failure, id } from './entities.ts'
import { method } from './rpc/contract.ts'

export const exportFormats = ['jpeg', 'png', 'tiff', 'webp'] as const

/** How large a file gets. Nothing is ever enlarged here: that is the work of a restoration. */
export const exportSize = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('longSide'), pixels: z.int().min(200).max(20_000) }),
  /** Fits on paper of this size, turned if need be; says so to printers. */
  z.strictObject({
    kind: z.literal('print'),
    widthCm: z.number().min(2).max(200),
    heightCm: z.number().min(2).max(200),
    dpi: z.int().min(72).max(1200),
  }),
])
/** Fewer dots per inch are seen from where a hand holds a print. */
export const SHARP_DPI = 200

export type ExportSize = z.output<typeof exportSize>

export const compares = ['none', 'side', 'divider'] as const
export const collisions = ['number', 'skip', 'replace'] as const

export const exportOptions = z.strictObject({
  format: z.enum(exportFormats),
  /** JPEG and WebP. */
  quality: z.int().min(50).max(100).default(95),
  size: exportSize.default({ kind: 'full' }),
  /** 16 bits a sample in PNG and TIFF, also where the restoration has 8. */
  deep: z.boolean().default(false),
  /** The scan and the restoration in one picture: beside each other, or half and half. */
  compare: z.enum(compares).default('none'),
  /** Tokens: {name} {preset} {date} {n}. */
  template: z.string().min(1).max(200).default('{name}_restored'),
  /** What happens where a file of the name is: a number is added, it is left out, or it is replaced if it is our own work. */
  collision: z.enum(collisions).default('number'),
  /** False leaves camera, place, people and texts out, for sharing with strangers; the date taken stays. */
  keepPrivateData: z.boolean().default(true),
})
export type ExportOptions = z.output<typeof exportOptions>

export const exportFailure = z.strictObject({ name: z.string(), error: failure })
const ids = z.array(id).min(1).max(100_000)
const progress = z.strictObject({ done: z.int(), total: z.int() })

/** Files for other programs and other people. Part of the engine's contract. */
export const exportMethods = {
  'export.run': method({
    input: z.strictObject({
      restorations: ids,
      options: exportOptions,
      /** Grant of a folder; null means the library's own Exports folder, from where a browser can download. */
      folder: id.nullable(),
    }),
    event: progress,
    output: z.strictObject({
      files: z.array(
        z.strictObject({ restorationId: id, name: z.string(), bytes: z.int(), asset: z.string().nullable() }),
      ),
      /** Left out, because a file of the name was there. */
      skipped: z.int(),
      failed: z.array(exportFailure),
    }),
  }),
  /** What an export would take, from samples of a few of the pictures. */
  'export.estimate': method({
    input: z.strictObject({ restorations: ids, options: exportOptions }),
    output: z.strictObject({
      bytes: z.number(),
      /** Of a print: the least dots per inch that any of the pictures has on the paper. */
      dpi: z.number().nullable(),
      /** Of a print: how many of the pictures have fewer than `SHARP_DPI` on the paper. */
      soft: z.int(),
    }),
  }),
  /** An album, or a gathering of pictures, with a page that shows them and a contact sheet: a folder, or one zip file. */
  'export.album': method({
    input: z.strictObject({
      name: z.string().trim().min(1).max(200),
      note: z.string().max(20_000).default(''),
      originals: ids,
      options: exportOptions,
      zip: z.boolean(),
      /** As of `export.run`; without a folder it is always a zip file. */
      folder: id.nullable(),
    }),
    event: progress,
    output: z.strictObject({
      /** The zip file, or the folder. */
      name: z.string(),
      pictures: z.int(),
      bytes: z.int(),
      asset: z.string().nullable(),
      failed: z.array(exportFailure),
    }),
  }),
}
