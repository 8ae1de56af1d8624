import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { readFailure } from './refusals.ts'

/**
 * SHA-256 of a file in hexadecimal, read in pieces.
 * @throws AppError cancelled when the signal is aborted; file-missing, no-permission, file-unreadable
 */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    signal?.throwIfAborted()
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20, signal })) hash.update(part as Buffer)
  } catch (error) {
    if (signal?.aborted) throw new AppError('cancelled', 'This was cancelled.')
    throw readFailure(error, basename(file))
  }
  return hash.digest('hex')
}
