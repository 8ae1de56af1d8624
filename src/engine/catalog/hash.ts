import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { hashFile } from '../media/picture-hash.ts'
import { readFailure } from '../media/refusals.ts'

export interface Fingerprint {
  readonly sha256: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly mtime: number
}

/** Size and time of a file, without reading it. Throws an AppError when it cannot be had. */
export async function look(file: string): Promise<Pick<Fingerprint, 'bytes' | 'mtime'>> {
  const found = await stat(file).catch((error: unknown) => {
    throw readFailure(error, basename(file))
  })
  return { bytes: found.size, mtime: Math.floor(found.mtimeMs) }
}

/** Reads a file once, a megabyte at a time. A file that changes meanwhile is refused: it is still being copied. */
export async function fingerprint(file: string, signal?: AbortSignal): Promise<Fingerprint> {
  const before = await look(file)
  const sha256 = await hashFile(file, signal)
  const after = await look(file)
  if (after.bytes !== before.bytes || after.mtime !== before.mtime) {
    const name = basename(file)
    throw new AppError('file-truncated', `“${name}” is still being written; add it again when that is done.`, { name })
  }
  return { ...after, sha256 }
}
