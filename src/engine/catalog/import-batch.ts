import type { Catalog } from './catalog.ts'
import type { OriginalRecord } from './records.ts'
import { explained } from './sqlite-errors.ts'

export interface Batch {
  /** Ids that were added so far. */
  readonly added: string[]
  add(record: OriginalRecord): void
  flush(): void
}

const size = 32
/** Milliseconds: so long a finished picture may wait to be seen. */
const patience = 250

/**
 * Small transactions: each costs one wait for the disk, which 10,000 single ones would make minutes of.
 * @param onAdded gets the number of records dealt with and the ids of those that were new
 */
export function createBatch(catalog: Catalog, onAdded: (records: number, ids: readonly string[]) => void): Batch {
  const added: string[] = []
  let waiting: OriginalRecord[] = []
  let last = Date.now()

  const flush = () => {
    const records = waiting
    waiting = []
    last = Date.now()
    if (records.length === 0) return
    const ids = explained(() => catalog.originals.add(records))
    added.push(...ids)
    markReplaced(catalog, records)
    onAdded(records.length, ids)
  }
  return {
    added,
    flush,
    add: (record) => {
      waiting.push(record)
      if (waiting.length >= size || Date.now() - last >= patience) flush()
    },
  }
}

/** A file that now holds another picture no longer holds the one catalogued there before. */
function markReplaced(catalog: Catalog, records: readonly OriginalRecord[]): void {
  const replaced = records.flatMap((record) =>
    catalog.originals.byPath(record.path).filter((row) => row.sha256 !== record.sha256 && row.missing === 0),
  )
  if (replaced.length > 0) {
    catalog.originals.setMissing(
      replaced.map((row) => row.id),
      true,
    )
  }
}
