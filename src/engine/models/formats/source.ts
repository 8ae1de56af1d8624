import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { readFailure } from '../../media/refusals.ts'
import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'

/** A model file opened for reading, piece by piece. */
export interface ModelFile {
  /** As the user knows it. */
  readonly name: string
  readonly bytes: number
  /** @throws AppError `model-refused` where the file ends before */
  read(from: number, length: number): Promise<Uint8Array>
}

/** Opens a regular file, lends it, closes it. @throws AppError `file-missing`, `no-permission`, `model-refused` */
export async function withModelFile<T>(path: string, work: (file: ModelFile) => Promise<T>): Promise<T> {
  const name = basename(path)
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readFailure(error, name)
  })
  try {
    return await work(await described(handle, name))
  } finally {
    await handle.close()
  }
}

async function described(handle: FileHandle, name: string): Promise<ModelFile> {
  const facts = await handle.stat()
  if (!facts.isFile()) throw refuse(name, 'unknown-format', 'is not a file.')
  if (facts.size > limits.fileBytes) throw refuse(name, 'too-large', 'is larger than any model Daguerre can run.')
  return {
    name,
    bytes: facts.size,
    read: async (from, length) => {
      if (from < 0 || length < 0 || from + length > facts.size) throw truncated(name)
      const bytes = new Uint8Array(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, from + done)
        if (bytesRead === 0) throw truncated(name)
        done += bytesRead
      }
      return bytes
    },
  }
}

export const truncated = (name: string) => refuse(name, 'truncated', 'is cut short: copy or download it once more.')
