import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheKind } from './catalog/library.ts'

/** Renditions that are large and quickly made again. Thumbnails are neither: a gallery wants all of them. */
const large: readonly CacheKind[] = ['full', 'r-full', 'view', 'r-view']
const LIMIT_BYTES = 4 * 2 ** 30

interface Kept {
  readonly path: string
  readonly bytes: number
  readonly made: number
}

/**
 * Keeps the large renditions of a cache folder below a limit, the newest staying.
 * @returns bytes freed
 */
export async function trimCache(cache: string, limit: number = LIMIT_BYTES): Promise<number> {
  const kept: Kept[] = []
  for (const kind of large) kept.push(...(await filesOf(join(cache, kind))))
  let bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
  let freed = 0
  for (const file of kept.toSorted((a, b) => a.made - b.made)) {
    if (bytes <= limit) break
    await rm(file.path, { force: true })
    bytes -= file.bytes
    freed += file.bytes
  }
  return freed
}

async function filesOf(folder: string): Promise<Kept[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files: Kept[] = []
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = join(entry.parentPath, entry.name)
    const facts = await stat(path).catch(() => undefined)
    if (facts) files.push({ path, bytes: facts.size, made: facts.mtimeMs })
  }
  return files
}
