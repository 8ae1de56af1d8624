import { z } from 'zod'
import { assetAddress } from '../../shared/assets.ts'
import type { Original, OriginalSummary, Restoration } from '../../shared/entities.ts'
import { recipe } from '../../shared/recipe.ts'

export interface SummaryRow {
  readonly id: string
  readonly name: string
  readonly kind: 'image' | 'video'
  readonly width: number
  readonly height: number
  readonly date_edtf: string | null
  readonly time_key: string
  readonly rating: number
  readonly flag: number
  readonly restorations: number
  /** 1 when the newest restoration's colour is a guess. */
  readonly colour_is_guess: number
  readonly missing: number
  readonly backs: number
  readonly children: number
  /** Id of the newest restoration that was not imagined. */
  readonly newest: string | null
  readonly imagined: number
}
/** Part of a restorations row's condition: it shows nobody, and stands for the scan nowhere. */
const isNobody = `invented_by LIKE '%"imagine-face"%'`
/** Of `originals`. */
export const summaryColumns =
  `id, name, kind, width, height, date_edtf, time_key, rating, flag, restorations, imagined, colour_is_guess,
  missing, backs, children,
  (SELECT id FROM restorations WHERE original_id = originals.id AND NOT ${isNobody} ORDER BY row DESC LIMIT 1) AS newest` as const

export interface OriginalRow extends Omit<SummaryRow, 'newest'> {
  readonly row: number
  readonly sha256: string
  readonly path: string
  readonly format: string
  readonly bytes: number
  readonly mtime: number
  readonly bit_depth: number
  readonly has_profile: number
  readonly facts: string
  readonly note: string
  readonly looks: string | null
  readonly is_back: number
  readonly imported_at: string
}

export interface RestorationRow {
  readonly id: string
  readonly original_id: string
  readonly parent_id: string | null
  readonly name: string
  readonly note: string
  readonly recipe: string
  readonly engine_version: string
  readonly created_at: string
  readonly file: string
  readonly map_file: string | null
  readonly width: number
  readonly height: number
  readonly sha256: string
  readonly seconds: number
  readonly fidelity: number | null
  readonly invention_share: number
  readonly invented_by: string
  readonly colour_guess: number
}

export const fact = z.strictObject({ key: z.string(), value: z.string() })
export type Fact = z.output<typeof fact>
const facts = z.array(fact)
const names = z.array(z.string())

export const factsOf = (row: Pick<OriginalRow, 'facts'>): Fact[] => facts.parse(JSON.parse(row.facts))
export const inventedByOf = (row: Pick<RestorationRow, 'invented_by'>): string[] =>
  names.parse(JSON.parse(row.invented_by))
/** A picture of nobody: never shown in place of the scan. */
export const isImagined = (row: Pick<RestorationRow, 'invented_by'>): boolean =>
  inventedByOf(row).includes('imagine-face')
export const recipeOf = (row: { readonly recipe: string }) => recipe.parse(JSON.parse(row.recipe))

export const toSummary = (row: SummaryRow): OriginalSummary => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  width: row.width,
  height: row.height,
  date: row.date_edtf,
  timeKey: row.time_key,
  rating: row.rating,
  flag: row.flag,
  restorations: row.restorations,
  colourIsGuess: row.colour_is_guess === 1,
  imagined: row.imagined,
  missing: row.missing === 1,
  backs: row.backs,
  children: row.children,
  thumb: assetAddress('thumb', row.id),
  restoredThumb: row.newest === null ? null : assetAddress('r-thumb', row.newest),
})

/** @param versions its restorations, newest first */
export const toOriginal = (row: OriginalRow, versions: readonly Pick<Restoration, 'id' | 'imagined'>[]): Original => ({
  ...toSummary({
    ...row,
    newest: versions.find((version) => !version.imagined)?.id ?? null,
  }),
  sha256: row.sha256,
  path: row.path,
  bytes: row.bytes,
  format: row.format,
  bitDepth: row.bit_depth,
  hasProfile: row.has_profile === 1,
  importedAt: row.imported_at,
  note: row.note,
  facts: factsOf(row),
  view: assetAddress('view', row.id),
  full: assetAddress('full', row.id),
})

export const toRestoration = (row: RestorationRow): Restoration => ({
  id: row.id,
  originalId: row.original_id,
  parentId: row.parent_id,
  name: row.name,
  note: row.note,
  recipe: recipeOf(row),
  engineVersion: row.engine_version,
  createdAt: row.created_at,
  width: row.width,
  height: row.height,
  sha256: row.sha256,
  seconds: row.seconds,
  fidelity: row.fidelity,
  invention: {
    share: row.invention_share,
    operations: inventedByOf(row),
    asset: row.map_file === null ? null : assetAddress('r-map', row.id),
  },
  imagined: isImagined(row),
  thumb: assetAddress('r-thumb', row.id),
  view: assetAddress('r-view', row.id),
  full: assetAddress('r-full', row.id),
})
