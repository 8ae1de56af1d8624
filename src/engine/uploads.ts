import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../shared/errors.ts'
import { isPartial, partialOf } from './files/partial.ts'
import { numbered, safeName } from './files/safe-name.ts'

/** Deeper folders of an upload are left out, outermost first: the path must fit on Windows. */
const MAX_FOLDERS = 4
const MAX_FOLDER_BYTES = 60
const ATTEMPTS = 10_000
const DAY_MS = 86_400_000

/** Folder and file name for an upload; every part of the wish is made harmless, none leads out of the folder. */
export function uploadParts(name: string): { folders: string[]; file: string } {
  const parts = name.split(/[/\\]/).filter((part) => !/^[\s.]*$/.test(part))
  const file = safeName(parts.pop() ?? '')
  return { folders: parts.slice(-MAX_FOLDERS).map((part) => safeName(part, 'folder', MAX_FOLDER_BYTES)), file }
}

/** Chooses a free place below `originals` for an upload called `name` and reserves it. @returns its absolute path */
export async function beginUpload(originals: string, name: string): Promise<string> {
  const { folders, file } = uploadParts(name)
  const folder = join(originals, ...folders)
  await mkdir(folder, { recursive: true })
  for (let n = 1; n <= ATTEMPTS; n++) {
    const path = join(folder, numbered(file, n))
    if (await reserve(path)) return path
  }
  throw new AppError('would-overwrite', 'There are too many pictures of this name.', { name: file })
}

/** Holding the partial name first and looking at the real one after leaves no moment in which both could be lost. */
async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(partialOf(path), 'wx')).close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  if (!existsSync(path)) return true
  await rm(partialOf(path), { force: true })
  return false
}

/** Removes what uploads left behind that were broken off more than a day ago. */
export async function sweepUploads(originals: string, now: number = Date.now()): Promise<void> {
  const entries = await readdir(originals, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !isPartial(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const facts = await stat(path).catch(() => undefined)
    if (facts && now - facts.mtimeMs > DAY_MS) await rm(path, { force: true })
  }
}
