import { randomBytes } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { systemCode } from './refusals.ts'

/** A name for a half-written file, in the folder of the finished one so that a rename is atomic. */
const temporaryName = (file: string): string => join(dirname(file), `.daguerre-${randomBytes(6).toString('hex')}.part`)

/**
 * Makes a file appear complete or not at all. `write` fills the temporary path it is given (and may use `spare` for a
 * second one); only when it is done is the file put in its place. Both are removed whatever happens.
 * @param overwrite false fails with would-overwrite when the place is taken, even if it was taken meanwhile
 */
export async function writeAtomically<T>(
  file: string,
  overwrite: boolean,
  write: (temporary: string, spare: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryName(file)
  const spare = temporaryName(file)
  try {
    const result = await write(temporary, spare)
    if (overwrite) await rename(temporary, file)
    else await moveIntoFreePlace(temporary, file)
    await syncFolder(dirname(file))
    return result
  } catch (error) {
    throw writeFailure(error, basename(file))
  } finally {
    await rm(temporary, { force: true })
    await rm(spare, { force: true })
  }
}

/** A hard link never replaces anything, unlike a rename. Where there are none (FAT, some shares) we look first. */
async function moveIntoFreePlace(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw taken(basename(file))
    const handle = await open(file, 'wx')
    await handle.close()
    await rename(temporary, file)
  }
}

/** So that the new name survives a power cut; not every system allows it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

export const taken = (name: string): AppError =>
  new AppError('would-overwrite', `“${name}” exists already and was left as it is.`, { name })

const SYSTEM: Readonly<Record<string, readonly [ErrorCode, (name: string) => string]>> = {
  ENOSPC: ['disk-full', (name) => `The disk is full: “${name}” could not be written.`],
  EDQUOT: ['disk-full', (name) => `The disk quota is used up: “${name}” could not be written.`],
  EFBIG: ['output-too-large', (name) => `“${name}” is too large for this disk; choose JPEG or another disk.`],
  EACCES: ['no-permission', (name) => `You have no permission to write “${name}” there.`],
  EPERM: ['no-permission', (name) => `You have no permission to write “${name}” there.`],
  EROFS: ['no-permission', (name) => `“${name}” cannot be written: the disk is read-only.`],
  ENOENT: ['file-missing', (name) => `The folder “${name}” should go to is not there.`],
  ENOTDIR: ['file-missing', (name) => `The place “${name}” should go to is not a folder.`],
  EISDIR: ['would-overwrite', (name) => `“${name}” is a folder and was left as it is.`],
  EEXIST: ['would-overwrite', (name) => `“${name}” exists already and was left as it is.`],
  ENAMETOOLONG: ['invalid-input', (name) => `“${name}” is too long a name for this disk.`],
}

/** libvips tells the system's error in words only. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/no space left/i, 'ENOSPC'],
  [/quota/i, 'EDQUOT'],
  [/file too large/i, 'EFBIG'],
  [/permission denied|access is denied/i, 'EACCES'],
  [/read-only file system/i, 'EROFS'],
  [/no such file or directory/i, 'ENOENT'],
]

/** The expected failure behind an error while writing; anything else stays what it is. */
export function writeFailure(error: unknown, name: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const spoken = SPOKEN.find(([pattern]) => pattern.test(error.message))
  const known = SYSTEM[systemCode(error) ?? spoken?.[1] ?? '']
  return known ? new AppError(known[0], known[1](name), { name }, { cause: error }) : error
}
