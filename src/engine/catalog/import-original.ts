import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Catalog } from './catalog.ts'
import { type Fingerprint, fingerprint, look } from './hash.ts'
import { newId } from './ids.ts'
import { cacheFile, isWithin } from './library.ts'
import type { OriginalRecord } from './records.ts'

/** What a look into a picture file tells. */
export type Described = Pick<
  OriginalRecord,
  'width' | 'height' | 'format' | 'bitDepth' | 'hasProfile' | 'facts' | 'date'
> & { readonly kind?: OriginalRecord['kind'] }

/** What the catalog asks of those who can read pictures. Both throw an AppError for what is no readable picture. */
export interface ImportMedia {
  describe(file: string): Promise<Described>
  /** Writes a WebP thumbnail to `out`, whose folder exists. */
  thumbnail(file: string, out: string): Promise<void>
  /** A hash of how a thumbnail looks, see `media/looks.ts`. */
  looks(thumbnail: string): Promise<string | null>
}

/** @returns reads one file: its record, or undefined when its content is known already */
export function originalReader(catalog: Catalog, media: ImportMedia, signal?: AbortSignal) {
  /** Content at work right now: of two equal files the second waits, and has its turn if the first fails. */
  const working = new Map<string, Promise<OriginalRecord>>()

  const recordOf = async (file: string, print: Fingerprint, described: Described): Promise<OriginalRecord> => {
    const out = join(catalog.library.root, cacheFile('thumb', print.sha256))
    if (!existsSync(out)) {
      await mkdir(dirname(out), { recursive: true })
      await media.thumbnail(file, out)
    }
    const fresh = {
      id: newId(),
      kind: 'image' as const,
      note: '',
      rating: 0,
      flag: 0,
      importedAt: new Date().toISOString(),
    }
    const looks = await media.looks(out)
    return { ...fresh, ...described, ...print, looks, path: file, name: basename(file) }
  }

  return async (file: string): Promise<OriginalRecord | undefined> => {
    if (await isKnownPlace(catalog, file)) return undefined
    // Before hashing: a film of 20 GB must not be read for nothing.
    const described = await media.describe(file)
    const print = await fingerprint(file, signal)
    for (let other = working.get(print.sha256); other; other = working.get(print.sha256)) {
      const succeeded = await other.then(
        () => true,
        () => false,
      )
      if (succeeded) return undefined
      if (working.get(print.sha256) === other) working.delete(print.sha256)
    }
    if (await isKnownContent(catalog, file, print)) return undefined
    const work = recordOf(file, print, described)
    working.set(print.sha256, work)
    return await work
  }
}

/** The very file that was catalogued, by place, size and time: importing a folder again is quick. */
async function isKnownPlace(catalog: Catalog, file: string): Promise<boolean> {
  const rows = catalog.originals.byPath(file)
  if (rows.length === 0) return false
  const { bytes, mtime } = await look(file)
  const same = rows.find((row) => row.bytes === bytes && row.mtime === mtime)
  if (same?.missing === 1) catalog.originals.setMissing([same.id], false)
  return same !== undefined
}

/** A twin elsewhere leaves the catalog as it is; otherwise the catalogued file was moved here, or merely touched. */
async function isKnownContent(catalog: Catalog, file: string, print: Fingerprint): Promise<boolean> {
  const row = catalog.originals.bySha256(print.sha256)
  if (!row) return false
  const isTwin = row.path !== file && (await isUnchanged(row.path, row))
  if (!isTwin) catalog.originals.relocate(row.id, { path: file, name: basename(file), mtime: print.mtime })
  else if (row.missing === 1) catalog.originals.setMissing([row.id], false)
  return true
}

/** True when the file at `path` has the size and time it had when it was hashed. */
export const isUnchanged = (path: string, row: { bytes: number; mtime: number }): Promise<boolean> =>
  look(path).then(
    (now) => now.bytes === row.bytes && now.mtime === row.mtime,
    () => false,
  )

/** An upload is our own copy; one that was not catalogued is of no use. Files elsewhere are the user's. */
export async function discardUpload(catalog: Catalog, file: string): Promise<void> {
  if (!isWithin(catalog.library.originals, file) || catalog.originals.byPath(file).length > 0) return
  await rm(file, { force: true })
}
