import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheKind } from './catalog/library.ts'
import { isPartial } from './files/partial.ts'

/** Renditions that are large and quickly made again. Thumbnails are neither: a gallery wants all of them. */
const large: readonly (CacheKind | 'film' | 'film-preview')[] = [
  'full',
  'r-full',
  'view',
  'r-view',
  'film',
  'film-preview',
]
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
  kept.push(...(await pyramidsOf(join(cache, 'tiles'))))
  let bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
  let freed = 0
  for (const file of kept.toSorted((a, b) => a.made - b.made)) {
    if (bytes <= limit) break
    await rm(file.path, { recursive: true, force: true })
    bytes -= file.bytes
    freed += file.bytes
  }
  return freed
}

/** A pyramid stays or goes as one; what an engine that died left half cut goes first. */
async function pyramidsOf(folder: string): Promise<Kept[]> {
  const pyramids: Kept[] = []
  for (const shelf of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, shelf)).catch(() => [])) {
      const path = join(folder, shelf, name)
      const tiles = await filesOf(path)
      const made = isPartial(name) ? 0 : Math.max(0, ...tiles.map((tile) => tile.made))
      pyramids.push({ path, bytes: tiles.reduce((sum, tile) => sum + tile.bytes, 0), made })
    }
  }
  return pyramids
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
