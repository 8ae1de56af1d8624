import { z } from 'zod'
import { albumMethods } from './albums.ts'
import { analysis } from './analysis.ts'
import { failure, id, job, original, originalSummary, restoration } from './entities.ts'
import { modelMethods } from './models.ts'
import { recipe, wish } from './recipe.ts'
import { method } from './rpc/contract.ts'

const nothing = z.strictObject({})
const done = z.null()
const ids = z.array(id).min(1).max(100_000)

export const exportFormats = ['jpeg', 'png', 'tiff', 'webp'] as const
export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const

export const settings = z.strictObject({
  language: z.enum(['auto', 'en', 'zh-CN']).default('auto'),
  theme: z.enum(['auto', 'dark', 'light']).default('auto'),
  device: z.enum(devices).default('auto'),
  /** Threads for inference; 0 leaves the choice to the engine. */
  threads: z.int().min(0).max(64).default(0),
  exportFormat: z.enum(exportFormats).default('jpeg'),
  exportQuality: z.int().min(50).max(100).default(95),
})
export type Settings = z.output<typeof settings>

/** A change names what it changes. Without `unwrap`, defaults would fill in, and so reset, all the rest. */
const settingsChange = z
  .strictObject({
    language: settings.shape.language.unwrap(),
    theme: settings.shape.theme.unwrap(),
    device: settings.shape.device.unwrap(),
    threads: settings.shape.threads.unwrap(),
    exportFormat: settings.shape.exportFormat.unwrap(),
    exportQuality: settings.shape.exportQuality.unwrap(),
  })
  .partial()
export type SettingsChange = z.output<typeof settingsChange>

export const listQuery = z.strictObject({
  /** Words to find in names, notes and facts. */
  text: z.string().max(500).default(''),
  shelf: z.enum(['all', 'undated', 'restored', 'unrestored', 'missing']).default('all'),
  order: z.enum(['date', 'imported', 'name']).default('imported'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(200),
})

export const importEvent = z.strictObject({
  found: z.int(),
  done: z.int(),
  /** The picture just added, if one was. */
  added: originalSummary.nullable(),
})
export const importFailure = z.strictObject({ name: z.string(), error: failure })

export const exportOptions = z.strictObject({
  format: z.enum(exportFormats),
  /** JPEG and WebP. */
  quality: z.int().min(50).max(100).default(95),
  /** Tokens: {name} {preset} {n}. */
  template: z.string().min(1).max(200).default('{name}_restored'),
  /** False leaves camera, place, people and texts out, for sharing with strangers; the date taken stays. */
  keepPrivateData: z.boolean().default(true),
})

/**
 * Everything a window or a browser page may ask of the engine. Files are named by grants and ids, never by path:
 * a page cannot make the engine read or write a place the user did not choose.
 */
export const engine = {
  ...albumMethods,
  ...modelMethods,

  'system.info': method({
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      library: z.string(),
      device: z.string(),
      threads: z.int(),
      cores: z.int(),
    }),
  }),
  'settings.get': method({ input: nothing, output: settings }),
  'settings.set': method({ input: settingsChange, output: settings }),

  'catalog.import': method({
    input: z.strictObject({ grants: z.array(id).min(1).max(10_000) }),
    event: importEvent,
    output: z.strictObject({
      added: z.array(id),
      duplicates: z.int(),
      failed: z.array(importFailure),
    }),
  }),
  'catalog.list': method({
    input: listQuery,
    output: z.strictObject({ total: z.int(), items: z.array(originalSummary) }),
  }),
  'catalog.counts': method({
    input: nothing,
    output: z.strictObject({
      all: z.int(),
      undated: z.int(),
      restored: z.int(),
      unrestored: z.int(),
      missing: z.int(),
    }),
  }),
  'catalog.get': method({
    input: z.strictObject({ id }),
    output: z.strictObject({ original, restorations: z.array(restoration) }),
  }),
  'catalog.edit': method({
    input: z.strictObject({
      ids,
      note: z.string().max(20_000).optional(),
      rating: z.int().min(0).max(5).optional(),
    }),
    output: done,
  }),
  /** Takes pictures out of the catalog, their restorations with them. The files of originals are never touched. */
  'catalog.remove': method({ input: z.strictObject({ ids }), output: done }),
  'catalog.verify': method({
    input: nothing,
    event: z.strictObject({ done: z.int(), total: z.int() }),
    output: z.strictObject({ intact: z.int(), changed: z.array(z.string()), missing: z.array(z.string()) }),
  }),
  /** Runs until cancelled and tells which rows changed. */
  'catalog.watch': method({
    input: nothing,
    event: z.strictObject({ originals: z.array(id), restorations: z.array(id) }),
    output: done,
  }),

  'photo.analyze': method({ input: z.strictObject({ id }), output: analysis }),
  /** Seconds a recipe will take on this computer, from what earlier work took. */
  'photo.estimate': method({ input: z.strictObject({ id, recipe }), output: z.strictObject({ seconds: z.number() }) }),

  /** One job per picture. With a preset each is looked at when its turn comes; one that lacks nothing is done at once. */
  'jobs.restore': method({
    input: z.strictObject({ ids, recipe: wish, priority: z.int().min(-10).max(10).default(0) }),
    output: z.strictObject({ jobs: z.array(id) }),
  }),
  'jobs.list': method({ input: nothing, output: z.strictObject({ paused: z.boolean(), jobs: z.array(job) }) }),
  /** First event: every unfinished or failed job; then each job as it changes. Runs until cancelled. */
  'jobs.watch': method({
    input: nothing,
    event: z.strictObject({ paused: z.boolean(), jobs: z.array(job) }),
    output: done,
  }),
  'jobs.pause': method({ input: z.strictObject({ ids: ids.optional() }), output: done }),
  'jobs.resume': method({ input: z.strictObject({ ids: ids.optional() }), output: done }),
  'jobs.cancel': method({ input: z.strictObject({ ids }), output: done }),
  'jobs.retry': method({ input: z.strictObject({ ids }), output: done }),
  /** Higher ones are taken first; of equal ones the older. */
  'jobs.prioritize': method({ input: z.strictObject({ ids, priority: z.int().min(-10).max(10) }), output: done }),
  'jobs.clear': method({ input: nothing, output: done }),

  'restorations.edit': method({
    input: z.strictObject({ id, name: z.string().min(1).max(200).optional(), note: z.string().max(20_000).optional() }),
    output: done,
  }),
  'restorations.remove': method({ input: z.strictObject({ ids }), output: done }),

  'export.run': method({
    input: z.strictObject({
      restorations: ids,
      options: exportOptions,
      /** Grant of a folder; null means the library's own Exports folder, from where a browser can download. */
      folder: id.nullable(),
    }),
    event: z.strictObject({ done: z.int(), total: z.int() }),
    output: z.strictObject({
      files: z.array(
        z.strictObject({ restorationId: id, name: z.string(), bytes: z.int(), asset: z.string().nullable() }),
      ),
      failed: z.array(importFailure),
    }),
  }),
}
export type Engine = typeof engine
export type ListQuery = z.input<typeof listQuery>
export type ExportOptions = z.output<typeof exportOptions>
