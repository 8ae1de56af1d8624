import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { AppError } from '../shared/errors.ts'
import type { Catalog } from './catalog/catalog.ts'
import { throwIfCancelled } from './catalog/failures.ts'
import { fingerprint } from './catalog/hash.ts'
import { importFiles } from './catalog/import.ts'
import type { ImportMedia } from './catalog/import-original.ts'
import { mentioned } from './catalog/journal.ts'

const DAY_MS = 86_400_000

/**
 * Imports uploads of more than a day ago that nobody did (the page was reloaded, the engine ended in between): each may
 * be the only copy of something a person chose. What cannot be read stays where it is; second copies of catalogued
 * pictures go, as after any upload.
 *
 * Content the journal tells of, but the catalog does not, was taken out on purpose, or waits for a rebuild: it stays too.
 * @param onBug gets what should not have happened
 */
export async function adoptUploads(
  catalog: Catalog,
  media: ImportMedia,
  signal: AbortSignal,
  onBug: (error: unknown) => void = () => undefined,
): Promise<void> {
  /** Looked at before it is hashed: an uploaded film of 20 GB must not be read at every start. */
  const readable = async (file: string) => {
    try {
      await media.describe(file)
      return await fingerprint(file, signal)
    } catch (error) {
      if (!(error instanceof AppError)) onBug(error)
      return undefined
    }
  }
  const paths: string[] = []
  let told: Set<string> | undefined
  for (const file of await strangers(catalog)) {
    throwIfCancelled(signal)
    const print = await readable(file)
    if (!print) continue
    const row = catalog.originals.bySha256(print.sha256)
    told ??= await mentioned(catalog.library.journal)
    const wanted = row ? !(await isSame(catalog, row.path, file)) : !told.has(print.sha256)
    if (wanted) paths.push(file)
  }
  if (paths.length > 0) await importFiles(catalog, { paths, media, signal, onBug, keepUnreadable: true })
}

/** Finished files among the uploads that lie at no catalogued path, and are old enough that nobody is about to import them. */
async function strangers({ library, originals }: Catalog): Promise<string[]> {
  const entries = await readdir(library.originals, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const file = join(entry.parentPath, entry.name)
    if (originals.byPath(file).length > 0) continue
    const facts = await stat(file).catch(() => undefined)
    if (facts && Date.now() - facts.mtimeMs > DAY_MS) found.push(file)
  }
  return found
}

/**
 * True when a catalogued path leads to this very file: libraries are opened through links and network drives too, and an
 * only copy must not be taken for a second one of itself. In doubt it is the same.
 */
async function isSame({ library }: Catalog, catalogued: string, file: string): Promise<boolean> {
  if (catalogued.endsWith(sep + relative(library.root, file))) return true
  const [a, b] = await Promise.all(
    [catalogued, file].map((path) => stat(path, { bigint: true }).catch(() => undefined)),
  )
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev
}
