import { z } from 'zod'
import { recipe } from './recipe.ts'

/** Things the engine keeps and tells about. Ids are opaque strings; times are ISO 8601 in UTC. */
export const id = z.string().min(1).max(100)

export const jobStates = ['waiting', 'running', 'paused', 'done', 'failed', 'cancelled'] as const

export const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

export const job = z.strictObject({
  id,
  originalId: id,
  /** File name of the original, for people. */
  title: z.string(),
  state: z.enum(jobStates),
  priority: z.int(),
  /** Of jobs with the same priority, the one with the lower number goes first. */
  position: z.int(),
  /** 0..1, never falling while it runs. */
  progress: z.number(),
  /** Operation at work: its id, or `open` / `save`. */
  stage: z.string().nullable(),
  secondsLeft: z.number().nullable(),
  /** Of a film that is being worked on. */
  framesPerSecond: z.number().optional(),
  secondsSpent: z.number(),
  attempts: z.int(),
  createdAt: z.string(),
  restorationId: id.nullable(),
  error: failure.nullable(),
})

export const invention = z.strictObject({
  /** Share of the frame holding invented detail, 0..1. */
  share: z.number(),
  /** Operations that invented something. */
  operations: z.array(z.string()),
  /** Asset of the map, or null when nothing was invented. */
  asset: z.string().nullable(),
})

export const restoration = z.strictObject({
  id,
  originalId: id,
  parentId: id.nullable(),
  name: z.string(),
  note: z.string(),
  recipe,
  engineVersion: z.string(),
  createdAt: z.string(),
  width: z.int(),
  height: z.int(),
  sha256: z.string(),
  seconds: z.number(),
  /** dB: the result shrunk back to the scan's size against the scan, the global change of tone taken out. */
  fidelity: z.number().nullable(),
  invention,
  /** A picture of nobody, made up from a few pixels of the scan: imagined, not recovered. */
  imagined: z.boolean(),
  /** Assets: thumbnail, picture for the screen, full picture. */
  thumb: z.string(),
  view: z.string(),
  full: z.string(),
})

/** What a gallery needs of an original; kept small, because there may be 100,000. */
export const originalSummary = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(['image', 'video']),
  width: z.int(),
  height: z.int(),
  /** EDTF, or null when undated. */
  date: z.string().nullable(),
  /** Its place in time, see `dates/time-key.ts`. */
  timeKey: z.string(),
  rating: z.int().min(0).max(5),
  /** -1 rejected, 1 picked. */
  flag: z.int().min(-1).max(1),
  restorations: z.int(),
  /** Restored with a step that guessed colours. */
  colourIsGuess: z.boolean(),
  /** Versions that are no restorations: pictures of nobody, imagined from a few pixels. Not among `restorations`. */
  imagined: z.int(),
  missing: z.boolean(),
  /** Backs of the print that belong to it. */
  backs: z.int(),
  /** Photos that were cut out of this page. */
  children: z.int(),
  /** Asset of the thumbnail. */
  thumb: z.string(),
  /** Asset of the thumbnail of the newest version that was not imagined; null when it was never restored. */
  restoredThumb: z.string().nullable(),
})

export const original = originalSummary.extend({
  sha256: z.string(),
  path: z.string(),
  bytes: z.int(),
  format: z.string(),
  bitDepth: z.int(),
  hasProfile: z.boolean(),
  importedAt: z.string(),
  note: z.string(),
  /** A few readable facts from the file: camera or scanner, software, comment. */
  facts: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  view: z.string(),
  full: z.string(),
})

export type Job = z.output<typeof job>
export type JobState = Job['state']
export type Failure = z.output<typeof failure>
export type Restoration = z.output<typeof restoration>
export type OriginalSummary = z.output<typeof originalSummary>
export type Original = z.output<typeof original>
