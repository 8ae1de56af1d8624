import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { matchesEtag, parseRange } from './headers.ts'

export interface Sent {
  readonly file: string
  readonly type: string
  readonly headers: Headers
}

/** Streams a file, whole or in part, honouring `Range`, `If-Range`, `If-None-Match` and `HEAD`. */
export async function sendFile(request: Request, { file, type, headers }: Sent): Promise<Response | undefined> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return undefined
  let body: ReadableStream<Uint8Array> | null = null
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) return undefined
    headers.set('content-type', type)
    headers.set('etag', `"${facts.size.toString(36)}-${Math.round(facts.mtimeMs * 1000).toString(36)}"`)
    headers.set('accept-ranges', 'bytes')
    const plan = planOf(request, headers, facts.size)
    if (plan.status === 304 || plan.status === 416) return new Response(null, { status: plan.status, headers })
    headers.set('content-length', String(plan.end - plan.start + 1))
    if (request.method !== 'HEAD' && plan.end >= plan.start) body = streamOf(handle, plan)
    return new Response(body, { status: plan.status, headers })
  } finally {
    // A body closes the handle itself, when it has been read or is thrown away.
    if (!body) await handle.close()
  }
}

interface Plan {
  readonly status: 200 | 206 | 304 | 416
  readonly start: number
  readonly end: number
}

/** Decides what to send and writes the headers that belong to it. */
function planOf(request: Request, headers: Headers, size: number): Plan {
  const etag = headers.get('etag') as string
  const whole = { start: 0, end: size - 1 }
  if (matchesEtag(request.headers.get('if-none-match'), etag)) return { status: 304, ...whole }
  const condition = request.headers.get('if-range')
  const range = condition === null || condition === etag ? parseRange(request.headers.get('range'), size) : undefined
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    return { status: 416, ...whole }
  }
  if (!range) return { status: 200, ...whole }
  headers.set('content-range', `bytes ${range.start}-${range.end}/${size}`)
  return { status: 206, ...range }
}

function streamOf(handle: FileHandle, { start, end }: Plan): ReadableStream<Uint8Array> {
  const stream = handle.createReadStream({ start, end, autoClose: true })
  // Node's and the fetch standard's stream types differ in name only.
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>
}
