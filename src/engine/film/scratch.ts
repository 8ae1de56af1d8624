import { createHash } from 'node:crypto'
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'

/** Where a film is kept while it is worked on: what is finished there is not done again. */
export interface Scratch {
  readonly folder: string
  piece(index: number): string
  /** What was noted of a finished piece; undefined when it is not finished. */
  pieceFacts(index: number): Promise<unknown>
  /** Names a written piece as finished, with what is to be known of it, once it is on the disk for good. */
  finishPiece(index: number, facts: unknown): Promise<void>
  /** Notes what the frames before a piece left for it, by the place of the step; on the disk for good when it returns. */
  carry(index: number, carried: ReadonlyMap<number, Uint8Array>): Promise<void>
  /** What was noted for a piece that is not finished. */
  carriedTo(index: number): Promise<ReadonlyMap<number, Uint8Array>>
  /** Where a piece is written before it is finished. */
  draft(index: number): string
  /** Lines of JSON that were written whole. */
  readLog(): Promise<unknown[]>
  log(entry: unknown): Promise<void>
  /** @returns bytes in use */
  bytes(): Promise<number>
  free(): Promise<number>
  remove(): Promise<void>
}

const carriedEntries = z.array(z.tuple([z.int(), z.base64()]))

/** Below this nothing new is begun: systems misbehave on full disks. */
export const LEAST_FREE = 200e6

/** The same film, recipe and way of writing have the same name: an attempt finds what an earlier one has done. */
export const scratchName = (order: unknown): string =>
  `.daguerre-film-${createHash('sha256').update(JSON.stringify(order)).digest('hex').slice(0, 24)}`

/**
 * Where to work: where this film was begun before; else the first place with enough room; else the one with the most.
 * @param places in order of preference: one that outlives a power cut first
 */
export async function chooseScratch(places: readonly string[], name: string, needed: number): Promise<string> {
  const rooms = await Promise.all(
    places.map(async (place) => {
      const folder = join(place, name)
      const begun = await stat(folder).then(
        () => true,
        () => false,
      )
      return { folder, begun, free: await freeAt(place) }
    }),
  )
  const most = rooms.toSorted((a, b) => b.free - a.free)[0]
  const best = rooms.find(({ begun }) => begun) ?? rooms.find(({ free }) => free >= needed) ?? most
  if (!best) throw new RangeError('there is no place to work in')
  return best.folder
}

/** Free bytes where a folder is or would be made. */
async function freeAt(place: string): Promise<number> {
  for (let folder = place; ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => undefined)
    if (found) return found.bavail * found.bsize
    if (dirname(folder) === folder) return 0
  }
}

export async function openScratch(folder: string): Promise<Scratch> {
  await mkdir(folder, { recursive: true })
  const name = (index: number) => join(folder, `${String(index).padStart(6, '0')}.mov`)
  const carriedName = (index: number) => `${name(index)}.carried`
  const journal = join(folder, 'survey.jsonl')
  return {
    folder,
    piece: name,
    draft: (index) => `${name(index)}.part`,
    pieceFacts: async (index) => {
      const isThere = await stat(name(index)).then(
        ({ size }) => size > 0,
        () => false,
      )
      return isThere ? parse(await readFile(`${name(index)}.json`, 'utf8')) : undefined
    },
    finishPiece: async (index, facts) => {
      await writeFile(`${name(index)}.json`, JSON.stringify(facts), { flush: true })
      await sync(`${name(index)}.part`)
      await rename(`${name(index)}.part`, name(index))
      await sync(folder).catch(() => undefined)
      await rm(carriedName(index), { force: true })
    },
    carry: async (index, carried) => {
      const entries = [...carried].map(([place, bytes]) => [place, Buffer.from(bytes).toString('base64')])
      await writeFile(carriedName(index), JSON.stringify(entries), { flush: true })
    },
    carriedTo: async (index) => {
      const entries = carriedEntries.parse(parse(await readFile(carriedName(index), 'utf8').catch(() => '[]')))
      return new Map(entries.map(([place, text]) => [place, Buffer.from(text, 'base64')]))
    },
    readLog: async () => {
      const text = await readFile(journal, 'utf8').catch(() => '')
      // The last line may have been torn by a power cut; it is cut off, so that the next one stands alone.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      if (whole.length < text.length) await truncate(journal, Buffer.byteLength(whole))
      return whole.split('\n').filter(Boolean).map(parse)
    },
    log: (entry) => appendFile(journal, `${JSON.stringify(entry)}\n`, { flush: true }),
    bytes: async () => {
      const sizes = await Promise.all((await readdir(folder)).map((each) => stat(join(folder, each))))
      return sizes.reduce((sum, { size }) => sum + size, 0)
    },
    free: () => freeAt(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new AppError('internal', 'The notes of an earlier attempt at this film are damaged.')
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function truncate(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.truncate(bytes)
  } finally {
    await handle.close()
  }
}
