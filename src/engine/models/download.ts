import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { InstallProgress } from '../../shared/models.ts'
import { writeFailure } from '../media/atomic.ts'
import { hashFile } from '../media/picture-hash.ts'
import { systemCode } from '../media/refusals.ts'
import { failed, openUrl } from './request.ts'

export interface DownloadOptions {
  readonly url: string
  /** Size and checksum the file must have. */
  readonly bytes: number
  readonly sha256: string
  /** Where half-finished files are kept, so that the next try goes on where this one stopped. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: InstallProgress) => void) | undefined
  /** Bytes free in a folder. */
  readonly freeSpace?: (folder: string) => Promise<number>
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Between tries. */
  readonly pauseMs?: number
  readonly idleMs?: number
}

export interface Fetched {
  readonly file: string
  /** Deletes it, once it was made into something else or turned out useless. */
  discard(): Promise<void>
}

/** Tries in a row that bring nothing new. */
const TRIES = 3
/** What converting needs beside the file itself, and a little air. */
const ROOM = 2.2

interface Place {
  readonly file: string
  readonly part: string
  /** Holds the server's mark of the version that the part belongs to. */
  readonly mark: string
}

/**
 * Fetches a file and checks it. Goes on where an earlier try stopped; a file with another checksum is thrown away.
 * @throws AppError `download-failed` (what arrived is kept), `checksum-wrong`, `disk-full`, `cancelled`
 */
export async function download(options: DownloadOptions): Promise<Fetched> {
  const { url, sha256, folder } = options
  const own = join(folder, '.downloads', sha256)
  const name = basename(decodeURIComponent(new URL(url).pathname)).replace(/[^\w.-]|^\.+/g, '_') || 'model'
  const place: Place = { file: join(own, name), part: join(own, `${name}.part`), mark: join(own, `${name}.mark`) }
  const discard = () => rm(own, { recursive: true, force: true })
  await mkdir(own, { recursive: true })
  await requireRoom(options, await sizeOf(place.part))
  await fetchAll(options, place)
  options.onProgress?.({ stage: 'check', fraction: 0, bytes: options.bytes })
  if ((await hashFile(place.part, options.signal)) !== sha256) {
    await discard()
    throw new AppError(
      'checksum-wrong',
      `“${name}” is not the file it should be (its checksum differs): it was thrown away.`,
      { name },
    )
  }
  await rename(place.part, place.file)
  return { file: place.file, discard }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

const freeOn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function requireRoom({ bytes, folder, freeSpace = freeOn }: DownloadOptions, have: number): Promise<void> {
  const needed = bytes * ROOM - have
  const free = await freeSpace(folder)
  if (free >= needed) return
  const [want, is] = [needed, free].map((count) => `${Math.ceil(count / 1e6)} MB`)
  throw new AppError('disk-full', `The disk has too little room for this model: it needs ${want}, ${is} are free.`)
}

/** Until the part is whole. A try that brought something new does not count. */
async function fetchAll(options: DownloadOptions, place: Place): Promise<void> {
  const { signal, bytes, pauseMs = 1000 } = options
  let useless = 0
  for (;;) {
    const before = await sizeOf(place.part)
    if (before === bytes) return
    try {
      await fetchMore(options, place, before)
    } catch (error) {
      if (signal?.aborted) throw new AppError('cancelled', 'The download was cancelled.')
      if (!(error instanceof AppError) || error.code !== 'download-failed') throw error
      if (error.details.final) throw error
      useless = (await sizeOf(place.part)) > before ? 0 : useless + 1
      if (useless >= TRIES) throw error
      await setTimeout(pauseMs * useless)
    }
  }
}

/** One request, appended to the part. */
async function fetchMore(options: DownloadOptions, place: Place, have: number): Promise<void> {
  const { url, bytes, signal, env, idleMs = 30_000 } = options
  const mark = await readFile(place.mark, 'utf8').catch(() => '')
  const goesOn = have > 0 && have < bytes
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'Daguerre',
    ...(goesOn && { range: `bytes=${have}-`, ...(mark && { 'if-range': mark }) }),
  }
  // Opened before the request: what arrives must find its place at once.
  const handle = await open(place.part, 'a').catch((error: unknown) => {
    throw writeFailure(error, basename(place.part))
  })
  try {
    const answer = await openUrl(url, { headers, signal, idleMs, ...(env && { env }) })
    const from = startOrDestroy(answer, goesOn ? have : 0, bytes)
    const begin = async () => {
      if (from > 0) return
      await handle.truncate(0)
      await writeFile(place.mark, strongMark(answer))
    }
    await save(answer, handle, begin, from, options)
  } finally {
    await handle.close()
  }
}

/** What identifies this version of the file. A weak mark is not good enough to join two halves. */
function strongMark({ headers }: IncomingMessage): string {
  const { etag } = headers
  return etag && !etag.startsWith('W/') ? etag : (headers['last-modified'] ?? '')
}

/** An answer that is of no use is not listened to any longer. */
function startOrDestroy(answer: IncomingMessage, have: number, bytes: number): number {
  try {
    return startOf(answer, have, bytes)
  } catch (error) {
    answer.destroy()
    throw error
  }
}

/** Where in the file the answer begins. @throws AppError when it is another file or none */
function startOf(answer: IncomingMessage, have: number, bytes: number): number {
  const { statusCode = 0, headers } = answer
  if (statusCode === 206) {
    const [, from = '', total = ''] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? []
    if (Number(from) !== have || (total !== '*' && Number(total) !== bytes)) throw otherFile(total, bytes)
    return have
  }
  if (statusCode !== 200) {
    const final = statusCode < 500 && statusCode !== 408 && statusCode !== 429
    throw new AppError('download-failed', `The download did not succeed: the server answered ${statusCode}.`, {
      statusCode,
      final,
    })
  }
  const length = headers['content-length']
  if (length !== undefined && Number(length) !== bytes) throw otherFile(length, bytes)
  return 0
}

const otherFile = (found: string, bytes: number) =>
  new AppError(
    'checksum-wrong',
    `The file on the server has another size (${found} bytes, not ${bytes}): it was not downloaded.`,
  )

async function save(
  answer: IncomingMessage,
  handle: FileHandle,
  begin: () => Promise<void>,
  from: number,
  { bytes, signal, onProgress }: DownloadOptions,
): Promise<void> {
  const stop = () => answer.destroy()
  signal?.addEventListener('abort', stop)
  let done = from
  try {
    await appendAll(answer, handle, begin, (length) => {
      done += length
      if (done > bytes) throw otherFile(`more than ${bytes}`, bytes)
      onProgress?.({ stage: 'download', fraction: done / bytes, bytes: done })
    })
  } catch (error) {
    if (error instanceof AppError) throw error
    if (DISK.has(systemCode(error) ?? '')) throw writeFailure(error, 'model')
    throw failed(LOST, error)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  if (done < bytes) throw failed(LOST)
}

const DISK = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS'])
const LOST = 'the connection was lost. What arrived is kept: try again.'
/** More than this waiting to be written makes the sender wait. */
const WAITING = 8_000_000

/**
 * Writes whatever arrives, also what arrives last before the connection breaks: a pipeline would drop what it holds
 * then, and a line that breaks often would never get on. Must be called at once: what nobody listens to is lost.
 * @param count told of every piece; throws to end it
 */
async function appendAll(
  answer: IncomingMessage,
  handle: FileHandle,
  begin: () => Promise<void>,
  count: (length: number) => void,
): Promise<void> {
  let written: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const append = async (piece: Buffer) => {
    await handle.appendFile(piece)
    waiting -= piece.length
    if (waiting < WAITING) answer.resume()
  }
  const arrived = new Promise<void>((resolve, reject) => {
    const after = (work: () => Promise<void>) => {
      written = written.then(work)
      written.catch(reject)
    }
    after(begin)
    answer.on('data', (piece: Buffer) => {
      waiting += piece.length
      if (waiting > WAITING) answer.pause()
      after(() => append(piece))
      try {
        count(piece.length)
      } catch (error) {
        reject(error)
      }
    })
    answer.on('error', reject)
    answer.on('close', resolve)
  })
  try {
    await arrived
  } finally {
    answer.destroy()
    await written
  }
}
