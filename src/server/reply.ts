import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { AppError, type ErrorCode } from '../shared/errors.ts'

const plainHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export function replyJson(res: ServerResponse, status: number, body: unknown, more: Record<string, string> = {}): void {
  res.writeHead(status, { ...plainHeaders, 'content-type': 'application/json; charset=utf-8', ...more })
  res.end(JSON.stringify(body))
}

export function replyEmpty(res: ServerResponse, status: number, more: Record<string, string> = {}): void {
  res.writeHead(status, { ...plainHeaders, ...more })
  res.end()
}

const statuses: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400,
  'no-permission': 403,
  'not-found': 404,
  'file-too-large': 413,
  'disk-full': 507,
  disconnected: 503,
  'engine-crashed': 503,
}

/** An expected error with its sentence; of any other only that there was one. */
export function replyError(res: ServerResponse, error: unknown): void {
  const known = error instanceof AppError ? error : new AppError('internal', 'Something went wrong inside Daguerre.')
  const { code, message, details } = known
  replyJson(res, statuses[code] ?? 500, { error: { code, message, details } })
}

/** A request of the fetch standard. `path` must begin with a slash: it cannot name another host. */
export function toRequest(req: IncomingMessage, origin: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (typeof value === 'string' && !name.startsWith(':')) headers.set(name, value)
  }
  return new Request(`${origin}${req.url}`, { method: req.method ?? 'GET', headers })
}

/** Sends a response of the fetch standard; a client that goes away ends the reading of the file. */
export async function sendResponse(res: ServerResponse, response: Response): Promise<void> {
  // It left while the answer was made: nothing can be written to it any more.
  if (res.destroyed) {
    await response.body?.cancel()
    return
  }
  res.writeHead(response.status, Object.fromEntries(response.headers))
  if (!response.body) {
    res.end()
    return
  }
  await pipeline(Readable.fromWeb(response.body as NodeStream), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
