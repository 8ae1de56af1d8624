import { lstat, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { taken } from './atomic.ts'

/**
 * Refuses a place that is taken, and always one that is, by any name, one of the `protect`ed files: links are
 * followed, and hard links are told by device and inode.
 * @throws AppError would-overwrite
 */
export async function requireFreePlace(file: string, overwrite: boolean, protect: readonly string[]): Promise<void> {
  const name = basename(file)
  const target = await identify(file)
  const existing = await lstat(file).catch(() => undefined)
  // Where nothing is, nothing that exists can be met: only an original that is missing, by its own name. A folder of
  // ten thousand inputs is not looked through for every result.
  const met = existing ? protect : protect.filter((path) => basename(path) === name)
  for (const path of met) {
    if (same(target, await identify(path))) {
      throw new AppError('would-overwrite', `“${name}” is an original and is never written to.`, { name })
    }
  }
  if (!existing) return
  if (existing.isDirectory())
    throw new AppError('would-overwrite', `“${name}” is a folder and was left as it is.`, { name })
  if (!overwrite) throw taken(name)
}

interface Identity {
  /** With links resolved as far as the path exists. */
  readonly path: string
  /** Device and inode; undefined when there is no such file or the system has no inodes. */
  readonly inode: string | undefined
}

const same = (a: Identity, b: Identity): boolean => a.path === b.path || (a.inode !== undefined && a.inode === b.inode)

async function identify(path: string): Promise<Identity> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined)
  const inode = stats && stats.ino !== 0n ? `${stats.dev}:${stats.ino}` : undefined
  const real = await realpath(path).catch(async () =>
    join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path)),
  )
  return { path: real, inode }
}
