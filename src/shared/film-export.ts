import { z } from 'zod'

/** Ways a restored film can be written for other programs. `as-is`: as it lies in the library. */
export const filmForms = ['as-is', 'mp4-h264', 'mp4-h265', 'mp4-av1', 'mkv', 'mov-prores'] as const
export type FilmForm = (typeof filmForms)[number]

/** What becomes of a track. `keep`: the very same, or not at all; `convert`: into what every player knows. */
export const trackRules = ['keep', 'leave', 'convert'] as const
export type TrackRule = (typeof trackRules)[number]

export const filmExport = z.strictObject({
  form: z.enum(filmForms).default('as-is'),
  /** By the number of the stream in the restored film. One that is not named is kept, as well as the form allows. */
  tracks: z
    .array(z.strictObject({ index: z.int().min(0), rule: z.enum(trackRules) }))
    .max(200)
    .default([]),
})
export type FilmExport = z.output<typeof filmExport>

/** What keeping a track comes to: the same bytes, written anew, or nothing. */
export const trackFates = ['copied', 'converted', 'lost'] as const

export const filmTrack = z.strictObject({
  index: z.int(),
  kind: z.enum(['audio', 'subtitle']),
  codec: z.string(),
  language: z.string().nullable(),
  title: z.string().nullable(),
  channels: z.int().nullable(),
  /** By form: what it comes to when nothing else is asked for. */
  fates: z.partialRecord(z.enum(filmForms), z.enum(trackFates)),
  mayConvert: z.boolean(),
})
export type FilmTrack = z.output<typeof filmTrack>
