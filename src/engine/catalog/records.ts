import { z } from 'zod'
import { dateRange } from '../../shared/dates/edtf.ts'
import { AppError } from '../../shared/errors.ts'
import { recipe } from '../../shared/recipe.ts'
import { fact, factsOf, inventedByOf, type OriginalRow, type RestorationRow, recipeOf } from './rows.ts'
import { nameKey, searchableWords } from './words.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

/** Everything the catalog knows of an original that its other tables do not tell; also what is kept outside of SQLite. */
export const originalRecord = z.object({
  id: z.string().min(1).max(100),
  sha256,
  path: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(['image', 'video']),
  format: z.string(),
  bytes: count,
  /** Milliseconds since 1970: with `bytes`, a cheap sign that a file is still the one that was hashed. */
  mtime: z.int(),
  width: count,
  height: count,
  bitDepth: z.int().min(1),
  hasProfile: z.boolean(),
  /** EDTF; null when nobody knows. Never the day of import, scan or copying. */
  date: z.string().nullable(),
  facts: z.array(fact),
  note: z.string(),
  rating: z.int().min(0).max(5),
  /** -1 rejected, 1 picked. */
  flag: z.int().min(-1).max(1).default(0),
  /** How it looks, to find others like it: see `looks.ts`. Null when it was never looked at. */
  looks: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable()
    .default(null),
  importedAt: z.string(),
})
export type OriginalRecord = z.output<typeof originalRecord>

/** Paths are relative to the library, with forward slashes. */
export const restorationRecord = z.object({
  id: z.string().min(1).max(100),
  originalId: z.string().min(1).max(100),
  parentId: z.string().nullable(),
  name: z.string(),
  note: z.string(),
  recipe,
  engineVersion: z.string(),
  createdAt: z.string(),
  file: z.string().min(1),
  mapFile: z.string().nullable(),
  width: count,
  height: count,
  sha256,
  /** How long the work took. */
  seconds: z.number().min(0),
  /** dB, see `restoration` in shared/entities.ts. */
  fidelity: z.number().nullable(),
  /** 0..1 */
  inventionShare: z.number().min(0).max(1),
  /** Operations that invented something. */
  inventedBy: z.array(z.string()),
  colourGuess: z.boolean(),
})
export type RestorationRecord = z.output<typeof restorationRecord>

export const toOriginalRecord = (row: OriginalRow): OriginalRecord => ({
  id: row.id,
  sha256: row.sha256,
  path: row.path,
  name: row.name,
  kind: row.kind,
  format: row.format,
  bytes: row.bytes,
  mtime: row.mtime,
  width: row.width,
  height: row.height,
  bitDepth: row.bit_depth,
  hasProfile: row.has_profile === 1,
  date: row.date_edtf,
  facts: factsOf(row),
  note: row.note,
  rating: row.rating,
  flag: row.flag,
  looks: row.looks,
  importedAt: row.imported_at,
})

export const toRestorationRecord = (row: RestorationRow): RestorationRecord => ({
  id: row.id,
  originalId: row.original_id,
  parentId: row.parent_id,
  name: row.name,
  note: row.note,
  recipe: recipeOf(row),
  engineVersion: row.engine_version,
  createdAt: row.created_at,
  file: row.file,
  mapFile: row.map_file,
  width: row.width,
  height: row.height,
  sha256: row.sha256,
  seconds: row.seconds,
  fidelity: row.fidelity,
  inventionShare: row.invention_share,
  inventedBy: inventedByOf(row),
  colourGuess: row.colour_guess === 1,
})

/** Named parameters of the statement that inserts an original. */
/** @param labels names of its tags and people, which search finds as well */
export const originalParameters = (record: OriginalRecord, labels: readonly string[] = []) => ({
  ...record,
  ...dateParameters(record.date),
  ...wordParameters(record, labels),
  facts: JSON.stringify(record.facts),
  hasProfile: Number(record.hasProfile),
})

export const wordParameters = (
  { name, note, facts, date }: Pick<OriginalRecord, 'name' | 'note' | 'facts' | 'date'>,
  labels: readonly string[],
) => ({
  name_key: nameKey(name),
  words: searchableWords(name, note, [...facts.map((each) => each.value), ...labels, date ?? '']),
})

export function dateParameters(date: string | null) {
  if (date === null) return { date_edtf: null, date_min: null, date_max: null }
  const range = dateRange(date)
  if (!range) throw new AppError('invalid-input', `${date} is not an EDTF date Daguerre understands.`, { date })
  // An open start sorts first, an open end counts as lasting until today's century is over.
  return { date_edtf: date, date_min: range.min ?? '0001-01-01', date_max: range.max ?? '9999-12-31' }
}
