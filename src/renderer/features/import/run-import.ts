import type { Failure } from '../../../shared/entities.ts'
import { AppError, codeOf } from '../../../shared/errors.ts'
import { bridge } from '../../transport/open-ports.ts'
import { engine } from '../../transport/services.ts'
import { upload } from '../../transport/upload.ts'
import { addResult, beginRun, endRun, type ImportRun, updateRun } from './import-store.ts'

/** A file of the page, with its path below what the user chose. */
export interface NamedFile {
  readonly file: File
  readonly name: string
}

/** Uploads at a time: more would only wait for each other. */
const lanes = 3
/** Uploads that are added to the catalog together: the first pictures show soon, and calls stay few. */
const batch = 12
const largestCall = 10_000

/** Adds what the shell named (dialogs, dropped files of a desktop window). Folders count as one grant. */
export async function importGrants(grants: readonly string[]): Promise<void> {
  if (grants.length === 0) return
  const run = beginRun(grants.length)
  try {
    for (let at = 0; at < grants.length; at += largestCall)
      await addToCatalog(run, grants.slice(at, at + largestCall), (event) => updateRun(run.id, event))
  } finally {
    endRun(run.id)
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Folders in a browser come in no order that means anything; as the engine sorts a folder it walks through. */
const inNaturalOrder = (files: readonly NamedFile[]): NamedFile[] =>
  files.toSorted((a, b) => collator.compare(a.name, b.name))

/** Grants for files that only the page holds: named by the bridge where they lie on the disk, else handed over. */
export async function grantsOf(files: readonly File[], signal: AbortSignal): Promise<string[]> {
  const named = bridge ? await bridge.grantsOf([...files]).catch(() => []) : []
  if (named.length === files.length) return [...named]
  return Promise.all(files.map((file) => upload(file, file.name, signal)))
}

/** Adds files that only the page holds: named by the bridge where they lie on the disk, else handed over. */
export async function importFiles(chosen: readonly NamedFile[]): Promise<void> {
  if (chosen.length === 0) return
  const files = inNaturalOrder(chosen)
  if (bridge) {
    const grants = await bridge.grantsOf(files.map(({ file }) => file)).catch(() => [])
    if (grants.length > 0) return importGrants(grants)
  }
  return importUploads(files)
}

async function importUploads(files: readonly NamedFile[]): Promise<void> {
  const run = beginRun(files.length)
  const waiting = [...files]
  let done = 0
  const count = (more: number) => {
    done += more
    updateRun(run.id, { done })
  }
  // Handed over side by side, catalogued one after the other: the catalog's order is that of the names.
  let catalogued = Promise.resolve()
  const lane = async () => {
    for (let taken = take(waiting); taken.length > 0 && !run.abort.signal.aborted; taken = take(waiting)) {
      const handedOver = handOver(run, taken, () => count(1))
      catalogued = catalogued.then(async () => {
        const grants = await handedOver
        if (grants.length > 0 && !run.abort.signal.aborted) await addToCatalog(run, grants)
        count(grants.length)
      })
      await catalogued
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    endRun(run.id)
  }
}

/** Large files go alone, so that the bar moves. */
function take(waiting: NamedFile[]): NamedFile[] {
  let bytes = 0
  let count = 0
  while (count < Math.min(batch, waiting.length) && (count === 0 || bytes < 16e6)) {
    bytes += waiting[count]?.file.size ?? 0
    count++
  }
  return waiting.splice(0, count)
}

async function handOver(run: ImportRun, files: readonly NamedFile[], onFailed: () => void): Promise<string[]> {
  const grants: string[] = []
  for (const { file, name } of files) {
    if (run.abort.signal.aborted) break
    try {
      grants.push(await upload(file, name, run.abort.signal))
    } catch (error) {
      if (run.abort.signal.aborted) break
      onFailed()
      addResult({ added: [], duplicates: 0, failures: [{ name, error: toFailure(error) }] })
    }
  }
  return grants
}

async function addToCatalog(
  run: ImportRun,
  grants: readonly string[],
  onEvent?: (event: { found: number; done: number }) => void,
): Promise<void> {
  try {
    const { added, duplicates, failed } = await engine.call(
      'catalog.import',
      { grants: [...grants] },
      {
        signal: run.abort.signal,
        ...(onEvent ? { onEvent: ({ found, done }) => onEvent({ found, done }) } : {}),
      },
    )
    addResult({ added, duplicates, failures: failed })
  } catch (error) {
    if (codeOf(error) !== 'cancelled')
      addResult({ added: [], duplicates: 0, failures: [{ name: '', error: toFailure(error) }] })
  }
}

const toFailure = (error: unknown): Failure =>
  error instanceof AppError
    ? { code: error.code, message: error.message, details: { ...error.details } }
    : { code: 'internal', message: '', details: {} }
