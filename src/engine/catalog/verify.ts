import { AppError } from '../../shared/errors.ts'
import type { Catalog } from './catalog.ts'
import { throwIfCancelled } from './failures.ts'
import { fingerprint } from './hash.ts'
import { isUnchanged } from './import-original.ts'
import type { OriginalRow } from './rows.ts'

export interface VerifyOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number }) => void
}
export interface VerifyResult {
  readonly intact: number
  /** Paths whose file holds something else now. */
  readonly changed: string[]
  /** Paths where no readable file is. */
  readonly missing: string[]
}
type Condition = 'intact' | 'changed' | 'missing'

/**
 * Reads every original again and compares it with the hash taken at import. What is not intact goes to the shelf of
 * missing pictures, what is found intact leaves it: either way the catalogued picture is, or is not, at its path.
 */
export async function verifyOriginals(catalog: Catalog, options: VerifyOptions = {}): Promise<VerifyResult> {
  const total = catalog.originals.count()
  const changed: string[] = []
  const missing: string[] = []
  let intact = 0
  let done = 0
  for (const row of allOriginals(catalog)) {
    throwIfCancelled(options.signal)
    const condition = await conditionOf(row, options.signal)
    if (condition === 'intact') intact++
    else (condition === 'changed' ? changed : missing).push(row.path)
    const gone = condition !== 'intact'
    if (gone !== (row.missing === 1)) catalog.originals.setMissing([row.id], gone)
    options.onProgress?.({ done: ++done, total })
  }
  return { intact, changed, missing }
}

async function conditionOf(row: OriginalRow, signal: AbortSignal | undefined): Promise<Condition> {
  try {
    return (await fingerprint(row.path, signal)).sha256 === row.sha256 ? 'intact' : 'changed'
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    return error.code === 'file-truncated' ? 'changed' : 'missing'
  }
}

/** Every original, in order of import, a few hundred at a time: rows may change while one is dealt with. */
export function* allOriginals(catalog: Catalog, onlyMissing = false): Generator<OriginalRow> {
  let last = 0
  for (;;) {
    const rows = catalog.originals.after(last, 500, onlyMissing)
    yield* rows
    const end = rows.at(-1)
    if (!end) return
    last = end.row
  }
}

/**
 * The path of an original, sure to hold the very picture that was catalogued: by size and time, and by its hash where
 * these differ. Marks it missing (or found again) on the way. Throws `file-missing`.
 */
export async function originalFile(catalog: Catalog, id: string, signal?: AbortSignal): Promise<string> {
  const row = catalog.originals.need(id)
  const same = await isUnchanged(row.path, row)
  const found = same || (await conditionOf(row, signal)) === 'intact'
  if (found !== (row.missing === 0)) catalog.originals.setMissing([id], !found)
  if (found) return row.path
  throw new AppError('file-missing', `“${row.name}” is not where it was, or was changed there.`, { name: row.name })
}
