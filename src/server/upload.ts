import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { partialOf } from '../engine/files/partial.ts'
import { AppError } from '../shared/errors.ts'
import type { Client } from '../shared/rpc/client.ts'
import type { Shell } from '../shared/shell.ts'

/** The largest scan we know of is 4 GB (the limit of TIFF); larger films are imported where they lie. */
export const MAX_UPLOAD_BYTES = 4 * 2 ** 30

/**
 * Writes what a browser sends to the place the engine chose and gives back a grant for it. The name is only a wish:
 * the engine makes a safe one of it. The file appears under its name when it is complete.
 */
export async function receiveUpload(
  req: IncomingMessage,
  name: string,
  shell: Client<Shell>,
  limit: number = MAX_UPLOAD_BYTES,
): Promise<string> {
  if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const { path } = await shell('uploads.begin', { name })
  const partial = partialOf(path)
  try {
    await pipeline(limited(req, limit), createWriteStream(partial, { flush: true }))
    if (!req.complete) throw new AppError('disconnected', 'The upload was broken off.')
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw told(error)
  }
  const { grants } = await shell('grants.issue', { paths: [path] })
  return grants[0] as string
}

/** The body, as long as it is not too long. The socket outlives a refusal: the answer has to go through it. */
async function* limited(req: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw tooLarge(limit)
    yield chunk
  }
}

const tooLarge = (limit: number) =>
  new AppError('file-too-large', 'This file is too large to be handed over by a browser.', { limit })

function told(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk-full', 'The disk of the library is full.')
  if (code === 'ECONNRESET') return new AppError('disconnected', 'The upload was broken off.')
  return error
}
