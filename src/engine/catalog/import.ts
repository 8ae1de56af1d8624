import { basename } from 'node:path'
import type { Failure, OriginalSummary } from '../../shared/entities.ts'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import type { Catalog } from './catalog.ts'
import { eachOf } from './concurrent.ts'
import { throwIfCancelled, toFailure } from './failures.ts'
import { createBatch } from './import-batch.ts'
import { discardUpload, type ImportMedia, originalReader } from './import-original.ts'
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
 * Cancelled, it throws `cancelled`; what was added until then stays.
 */
export async function importFiles(catalog: Catalog, options: ImportOptions): Promise<ImportResult> {
  const { media, signal, onProgress, onBug } = options
  const failed: ImportFailure[] = []
  const files: string[] = []
  let done = 0
  const report = (added: OriginalSummary | null) => onProgress?.({ found: files.length + unreachable, done, added })
  const fail = (name: string, error: unknown) => {
    if (!(error instanceof AppError)) onBug?.(error)
    failed.push({ name, error: toFailure(error) })
  }

  let unreachable = 0
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
  const add = async (file: string): Promise<void> => {
    throwIfCancelled(signal)
    try {
      const record = await read(file)
      if (record) return batch.add(record)
    } catch (error) {
      throwIfCancelled(signal)
      if (error instanceof AppError && stops.has(error.code)) throw error
      fail(basename(file), error)
    }
    await discardUpload(catalog, file)
    done++
    report(null)
  }
  try {
    await eachOf(files, inFlight, add)
  } finally {
    batch.flush()
  }
  const refused = failed.length - unreachable
  return { added: batch.added, duplicates: files.length - batch.added.length - refused, failed }
}
