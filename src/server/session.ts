import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { AppError } from '../shared/errors.ts'

const MAX_BYTES = 1000
const body = z.strictObject({ token: z.string().max(200) })
export type Session = z.output<typeof body>

const refused = () => new AppError('invalid-input', 'The token could not be read.')

/** The body of `POST /session`: `{ "token": "..." }`. */
export async function readToken(req: IncomingMessage): Promise<Session> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw refused()
    chunks.push(chunk)
  }
  try {
    return body.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  } catch {
    throw refused()
  }
}
