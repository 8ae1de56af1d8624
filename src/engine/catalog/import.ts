import { basename } from 'node:path'
import type { Failure, OriginalSummary } from '../../shared/entities.ts'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import type { Catalog } from './catalog.ts'
import { eachOf } from './concurrent.ts'
import { throwIfCancelled, toFailure } from './failures.ts'
import { createBatch } from './import-batch.ts'
import { discardUpload, type ImportMedia, originalReader } from './import-original.ts'
import { inOrder } from './in-order.ts'
import type { OriginalRecord } from './records.ts'
import { walk } from './walk.ts'

export interface ImportProgress {
  readonly found: number
  readonly done: number
  readonly added: OriginalSummary | null
}

export interface ImportOptions {
  /** Files and folders. */
  readonly paths: readonly string[]
  readonly media: ImportMedia
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
  /** Gets what should not have happened; the file counts as failed. */
  readonly onBug?: (error: unknown) => void
  /** Uploads that cannot be read are deleted, because their user is told and still has them; true leaves them. */
  readonly keepUnreadable?: boolean
}

export interface ImportFailure {
  readonly name: string
  readonly error: Failure
}
export interface ImportResult {
  readonly added: string[]
  readonly duplicates: number
  readonly failed: ImportFailure[]
}

/** Reading and shrinking overlap with hashing; more in flight only costs memory. */
const inFlight = 3

/** Failures of the library, not of a picture: going on would only repeat them. */
const stops: ReadonlySet<ErrorCode> = new Set(['disk-full', 'catalog-broken', 'catalog-busy'])

/**
 * Catalogues pictures where they lie. One that cannot be read is listed in `failed` and stops nothing. Content that is
 * catalogued already is a duplicate; if the catalogued file is gone, it was moved, and the catalog follows it.
 * Pictures are added in the order they were found. Cancelled, it throws `cancelled`; what was added until then stays.
 */
export async function importFiles(catalog: Catalog, options: ImportOptions): Promise<ImportResult> {
  const { media, signal, onProgress, onBug, keepUnreadable } = options
  const failed: ImportFailure[] = []
  const files: string[] = []
  let done = 0
  let unreachable = 0
  const report = (added: OriginalSummary | null) => onProgress?.({ found: files.length + unreachable, done, added })
  const fail = (name: string, error: unknown) => {
    if (!(error instanceof AppError)) onBug?.(error)
    failed.push({ name, error: toFailure(error) })
  }

  for await (const found of walk(options.paths, catalog.library)) {
    throwIfCancelled(signal)
    if ('file' in found) files.push(found.file)
    else fail(found.name, found.error)
    unreachable = failed.length
    done = unreachable
    if (files.length % 500 === 0) report(null)
  }

  const read = originalReader(catalog, media, signal)
  const batch = createBatch(catalog, (records, ids) => {
    done += records
    for (const summary of catalog.listing.summaries(ids)) report(summary)
  })
  const ordered = inOrder<OriginalRecord>((record) => batch.add(record))
  const add = async ([index, file]: [number, string]): Promise<void> => {
    throwIfCancelled(signal)
    let record: OriginalRecord | undefined
    let keep = false
    try {
      record = await read(file)
    } catch (error) {
      throwIfCancelled(signal)
      if (error instanceof AppError && stops.has(error.code)) throw error
      fail(basename(file), error)
      keep = keepUnreadable === true
    }
    ordered.settle(index, record)
    if (record) return
    if (!keep) await discardUpload(catalog, file)
    done++
    report(null)
  }
  try {
    await eachOf(files.entries(), inFlight, add)
  } finally {
    ordered.release()
    batch.flush()
  }
  const refused = failed.length - unreachable
  return { added: batch.added, duplicates: files.length - batch.added.length - refused, failed }
}
