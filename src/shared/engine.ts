import { z } from 'zod'
import { albumMethods } from './albums.ts'
import { analysis } from './analysis.ts'
import { failure, id, job, original, originalSummary, restoration } from './entities.ts'
import { exportFormats, exportMethods } from './export.ts'
import { faceMethods } from './faces.ts'
import { filmMethods } from './film.ts'
import { galleryMethods, orders, question, shelves } from './gallery.ts'
import { modelMethods } from './models.ts'
import { reviewMethods } from './pages.ts'
import { recipe, wish } from './recipe.ts'
import { method } from './rpc/contract.ts'

const nothing = z.strictObject({})
const done = z.null()
const ids = z.array(id).min(1).max(100_000)
/** A part of a picture, as fractions of it after turning and cropping. */
const region = z.strictObject({
  left: z.number().min(0).max(1),
  top: z.number().min(0).max(1),
  width: z.number().min(0).max(1),
  height: z.number().min(0).max(1),
})

export { type ExportOptions, exportFormats, exportOptions } from './export.ts'
export const retryWays = ['again', 'cpu', 'without-step'] as const
export const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const

export const settings = z.strictObject({
  language: z.enum(['auto', 'en', 'zh-CN']).default('auto'),
  theme: z.enum(['auto', 'dark', 'light']).default('auto'),
  device: z.enum(devices).default('auto'),
  /** Threads for inference; 0 leaves the choice to the engine. */
  threads: z.int().min(0).max(64).default(0),
  /** False: faces are neither looked for nor changed, whatever a recipe says. */
  faces: z.boolean().default(true),
  exportFormat: z.enum(exportFormats).default('jpeg'),
  exportQuality: z.int().min(50).max(100).default(95),
  /** Shortcuts the user chose, by command; an empty text takes them away. */
  shortcuts: z.record(z.string().max(60), z.string().max(60)).default({}),
})
export type Settings = z.output<typeof settings>

/** A change names what it changes. Without `unwrap`, defaults would fill in, and so reset, all the rest. */
const settingsChange = z
  .strictObject({
    language: settings.shape.language.unwrap(),
    theme: settings.shape.theme.unwrap(),
    device: settings.shape.device.unwrap(),
    threads: settings.shape.threads.unwrap(),
    faces: settings.shape.faces.unwrap(),
    exportFormat: settings.shape.exportFormat.unwrap(),
    exportQuality: settings.shape.exportQuality.unwrap(),
    shortcuts: settings.shape.shortcuts.unwrap(),
  })
  .partial()
export type SettingsChange = z.output<typeof settingsChange>

export const listQuery = question.extend({
  order: z.enum(orders).default('imported'),
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

/**
 * Everything a window or a browser page may ask of the engine. Files are named by grants and ids, never by path:
 * a page cannot make the engine read or write a place the user did not choose.
 */
export const engine = {
  ...albumMethods,
  ...galleryMethods,
  ...exportMethods,
  ...reviewMethods,
  ...modelMethods,
  ...faceMethods,
  ...filmMethods,

  'system.info': method({
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      /** When this engine was started, ISO 8601: what was asked for before it was left by an earlier one. */
      startedAt: z.string(),
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
    output: z.record(z.enum(shelves), z.int()),
  }),
  'catalog.get': method({
    input: z.strictObject({ id }),
    output: z.strictObject({ original, restorations: z.array(restoration) }),
  }),
  /** Which of the pictures are films: each kind is restored in its own ways. */
  'catalog.films': method({ input: z.strictObject({ ids }), output: z.array(id) }),
  'catalog.edit': method({
    input: z.strictObject({
      ids,
      note: z.string().max(20_000).optional(),
      rating: z.int().min(0).max(5).optional(),
      /** -1 rejected, 1 picked. */
      flag: z.int().min(-1).max(1).optional(),
      /** EDTF; null for undated. */
      date: z.string().max(60).nullable().optional(),
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
  /**
   * Finds originals that were moved or renamed outside of Daguerre, by what is in them: versions, notes and dates stay
   * with them. Without a folder it is looked around the places where the library's pictures lie.
   */
  'catalog.relink': method({
    input: z.strictObject({ folder: id.nullable() }),
    event: z.strictObject({ looked: z.int(), relinked: z.int() }),
    output: z.strictObject({ relinked: z.int(), returned: z.int(), missing: z.int() }),
  }),
  /** Runs until cancelled and tells which rows changed. */
  'catalog.watch': method({
    input: nothing,
    event: z.strictObject({ originals: z.array(id), restorations: z.array(id) }),
    output: done,
  }),

  /** Looks for damage on the pictures of a gallery that nobody has looked at yet, one after the other. */
  'photo.look': method({
    input: question,
    event: z.strictObject({ done: z.int(), total: z.int() }),
    output: z.strictObject({ looked: z.int(), failed: z.int() }),
  }),
  'photo.analyze': method({ input: z.strictObject({ id }), output: analysis }),
  /**
   * Makes the tiles of a large picture, for looking at any part of it without loading all of it. Takes as long as
   * opening the picture, once; they are then found at `tile/...` or `r-tile/...` (`shared/assets.ts`).
   */
  'photo.pyramid': method({
    input: z.strictObject({ id, of: z.enum(['original', 'restoration']) }),
    output: z.strictObject({ width: z.int(), height: z.int(), tile: z.int(), levels: z.int() }),
  }),
  /**
   * What a recipe will make of a part of the picture, at full size. Cancel it when it is not wanted any more. The part
   * may come out smaller than asked, so that it is there within two seconds.
   */
  'photo.preview': method({
    input: z.strictObject({
      id,
      recipe,
      region,
      /** Longer side that the picture is shrunk to before: to see what recipes make of all of it, small. */
      side: z.int().min(32).max(1024).optional(),
    }),
    output: z.strictObject({
      /** PNG. */
      asset: z.string(),
      region,
      width: z.int(),
      height: z.int(),
      /** Operations that cannot be shown on a part. */
      leftOut: z.array(z.string()),
      seconds: z.number(),
    }),
  }),
  /** The square part with the most to see in it, of a side in pixels of the scan: where to show what a network does. */
  'photo.detail': method({
    input: z.strictObject({ id, side: z.int().min(32).max(4096) }),
    output: z.strictObject({ region }),
  }),
  /** Steps of a version that would be made by another network today: by its id, and whether it is a newer file. */
  'photo.newer': method({
    input: z.strictObject({ restorationId: id }),
    output: z.strictObject({ operations: z.array(z.string()) }),
  }),
  /**
   * Seconds a recipe will take on this computer, from what earlier work took and at the pace that was measured last.
   * `isBusy`: other work runs beside, it may take longer.
   */
  'photo.estimate': method({
    input: z.strictObject({ id, recipe }),
    output: z.strictObject({ seconds: z.number(), isBusy: z.boolean() }),
  }),

  /** One job per picture. With a preset each is looked at when its turn comes; one that lacks nothing is done at once. */
  'jobs.restore': method({
    input: z.strictObject({
      ids,
      recipe: wish,
      priority: z.int().min(-10).max(10).default(0),
      /** The version that is gone on from: the new one becomes its child. */
      parent: id.nullable().default(null),
    }),
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
  /** `cpu`: on the processor alone; `without-step`: leaving out the operation that failed (`error.details.stage`). */
  'jobs.retry': method({ input: z.strictObject({ ids, way: z.enum(retryWays).default('again') }), output: done }),
  /** Higher ones are taken first; of equal ones the older. */
  'jobs.prioritize': method({ input: z.strictObject({ ids, priority: z.int().min(-10).max(10) }), output: done }),
  /** Takes a waiting job out of its place and puts it before another one; last, when `before` is null. */
  'jobs.move': method({ input: z.strictObject({ id, before: id.nullable() }), output: done }),
  'jobs.clear': method({ input: nothing, output: done }),

  'restorations.edit': method({
    input: z.strictObject({ id, name: z.string().min(1).max(200).optional(), note: z.string().max(20_000).optional() }),
    output: done,
  }),
  'restorations.remove': method({ input: z.strictObject({ ids }), output: done }),
}
export type Engine = typeof engine
export type ListQuery = z.input<typeof listQuery>
