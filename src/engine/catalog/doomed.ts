import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import {
  type CacheKind,
  cacheFile,
  isWithin,
  type Library,
  playableFiles,
  pyramidFolder,
  sidecarOf,
} from './library.ts'
import type { RestorationRow } from './rows.ts'

type Files = Pick<RestorationRow, 'file' | 'map_file' | 'sha256'>

const renditions = (sha256: string, kinds: readonly CacheKind[]): string[] =>
  kinds.flatMap((kind) => [cacheFile(kind, sha256), cacheFile(kind, sha256, 'jpeg')])

/** Every file that goes with a restoration, relative to the library. */
export const filesOfRestoration = (row: Files): string[] => [
  sidecarOf(row.file),
  row.file,
  ...(row.map_file === null ? [] : [row.map_file]),
  ...renditions(row.sha256, ['r-thumb', 'r-view', 'r-full']),
  pyramidFolder(row.sha256),
  ...playableFiles(row.sha256),
]

/** The renditions of an original; the original itself is nobody's to delete. */
export const filesOfOriginal = (sha256: string): string[] => [
  ...renditions(sha256, ['thumb', 'view', 'full']),
  pyramidFolder(sha256),
  ...playableFiles(sha256),
]

export interface Doomed {
  /** Within the transaction that takes the rows out: these files go once it is on disk. */
  add(files: readonly string[]): void
  /** Deletes what is due; also at start, after an end in between. @returns how many files were dealt with */
  deleteAll(): Promise<number>
}

/** Rows first, files later: killed at any moment, no row points to a deleted file and no file is forgotten. */
export function doomedFiles(db: Database, library: Library): Doomed {
  const add = db.prepare('INSERT OR IGNORE INTO doomed_files (file) VALUES (?)')
  const some = db.prepare<[], string>('SELECT file FROM doomed_files LIMIT 200').pluck()
  const forget = db.prepare('DELETE FROM doomed_files WHERE file = ?')

  return {
    add: (files) => {
      for (const file of files) add.run(file)
    },
    deleteAll: async () => {
      let done = 0
      for (let batch = some.all(); batch.length > 0 && db.open; batch = some.all()) {
        await Promise.all(batch.map((file) => destroy(library, file)))
        if (!db.open) break
        db.transaction(() => {
          for (const file of batch) forget.run(file)
        }).immediate()
        done += batch.length
      }
      return done
    },
  }
}

/** Whatever a row may say: only results and renditions are ours to delete. */
async function destroy({ root, restorations, cache }: Library, file: string): Promise<void> {
  const path = join(root, file)
  if (isWithin(restorations, path) || isWithin(cache, path)) await rm(path, { recursive: true, force: true })
}
