import { closeSync, fdatasyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Catalog } from './catalog.ts'
import { newId } from './ids.ts'
import { type Library, sidecarOf } from './library.ts'
import {
  type OriginalRecord,
  originalRecord,
  type RestorationRecord,
  restorationRecord,
  toOriginalRecord,
  toRestorationRecord,
} from './records.ts'
import { explained } from './sqlite-errors.ts'

/** The JSON file beside every result: with it, a result explains itself and the catalog can be rebuilt. */
export const sidecar = z.object({
  format: z.literal('daguerre-restoration'),
  version: z.literal(1),
  original: originalRecord,
  restoration: restorationRecord,
})
export type Sidecar = z.output<typeof sidecar>

/** Complete and on disk when this returns, or not there at all. */
export function writeSidecar(library: Library, original: OriginalRecord, restoration: RestorationRecord): void {
  const file = join(library.root, sidecarOf(restoration.file))
  const content: Sidecar = { format: 'daguerre-restoration', version: 1, original, restoration }
  explained(() => writeAtomically(file, `${JSON.stringify(sidecar.parse(content), null, 2)}\n`))
}

/** @returns undefined for what is no sidecar of ours, or a damaged one */
export async function readSidecar(file: string): Promise<Sidecar | undefined> {
  try {
    return sidecar.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/**
 * Catalogues a finished restoration whose result file is in place: sidecar first, then the row and, in the same
 * transaction, the end of its job. Give the restoration the id of its job: killed between file and row, the job runs
 * again and overwrites its own files instead of leaving strangers behind.
 */
export function commitRestoration(catalog: Catalog, restoration: RestorationRecord, jobId?: string): void {
  const original = toOriginalRecord(catalog.originals.need(restoration.originalId))
  writeSidecar(catalog.library, original, restoration)
  const commit = catalog.db.transaction(() => {
    catalog.restorations.add(restoration)
    if (jobId !== undefined) catalog.jobs.setState(jobId, 'done', { restorationId: restoration.id, error: null })
  })
  explained(() => commit.immediate())
}

/** Changes name or note of a restoration, in its sidecar too. */
export function editRestoration(catalog: Catalog, id: string, edit: { name?: string; note?: string }): void {
  const record = toRestorationRecord(catalog.restorations.need(id))
  const original = toOriginalRecord(catalog.originals.need(record.originalId))
  const edited = { ...record, name: edit.name ?? record.name, note: edit.note ?? record.note }
  writeSidecar(catalog.library, original, edited)
  catalog.restorations.edit(id, edit)
}

function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = join(dirname(file), `.daguerre-${newId()}.part`)
  try {
    const descriptor = openSync(temporary, 'wx')
    try {
      writeFileSync(descriptor, text)
      fdatasyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
