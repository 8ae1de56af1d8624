import type { JobState } from '../../shared/entities.ts'
import type { Catalog } from './catalog.ts'
import type { Shelf } from './orders.ts'

export interface CatalogStats {
  /** `missing` counts every picture that is not at its path: what a verification tells apart as missing and changed. */
  readonly shelves: Record<Shelf, number>
  /** Size of all originals together. */
  readonly bytes: number
  readonly megapixels: number
  readonly formats: Record<string, number>
  /** Days the dated pictures lie between, ISO; null when none is dated. */
  readonly earliest: string | null
  readonly latest: string | null
  readonly restorations: number
  /** Time spent on finished restorations. */
  readonly restoringSeconds: number
  readonly jobs: Record<JobState, number>
}

interface Sums {
  readonly bytes: number
  readonly pixels: number
  readonly earliest: string | null
  readonly latest: string | null
}

export function catalogStats(catalog: Catalog): CatalogStats {
  const { db } = catalog
  const sums = db
    .prepare<[], Sums>(
      `SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(width * height), 0) AS pixels,
         min(date_min) AS earliest, max(date_max) AS latest FROM originals`,
    )
    .get() ?? { bytes: 0, pixels: 0, earliest: null, latest: null }
  const formats = db
    .prepare<[], { format: string; n: number }>(
      'SELECT format, count(*) AS n FROM originals GROUP BY format ORDER BY n DESC, format',
    )
    .all()
  const work = db
    .prepare<[], { n: number; seconds: number }>(
      'SELECT count(*) AS n, coalesce(sum(seconds), 0) AS seconds FROM restorations',
    )
    .get() ?? { n: 0, seconds: 0 }
  return {
    shelves: catalog.listing.counts(),
    bytes: sums.bytes,
    megapixels: sums.pixels / 1e6,
    formats: Object.fromEntries(formats.map(({ format, n }) => [format, n])),
    earliest: sums.earliest,
    latest: sums.latest,
    restorations: work.n,
    restoringSeconds: work.seconds,
    jobs: catalog.jobs.counts(),
  }
}
