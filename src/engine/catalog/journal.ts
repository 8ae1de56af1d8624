import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type OriginalRecord, originalRecord } from './records.ts'
import { explain } from './sqlite-errors.ts'

const line = z.union([z.object({ put: originalRecord }), z.object({ remove: z.string() })])

/**
 * What the catalog knows of its originals, a second time, as lines of JSON that are only ever appended: notes and
 * ratings survive even a destroyed catalog, and no file has to be written beside an original. Last line wins.
 */
export interface Journal {
  /** On disk when this returns. */
  put(records: readonly OriginalRecord[]): void
  remove(sha256s: readonly string[]): void
  close(): void
}

export const noJournal: Journal = { put: () => {}, remove: () => {}, close: () => {} }

export function openJournal(file: string): Journal {
  const descriptor = openSync(file, 'a+')
  const append = (text: string) => {
    if (text === '') return
    const { size } = fstatSync(descriptor)
    try {
      writeAll(descriptor, Buffer.from(text))
      fdatasyncSync(descriptor)
    } catch (error) {
      // Half a line of a full disk would swallow the next one.
      ftruncateSync(descriptor, size)
      throw explain(error)
    }
  }
  // A line torn by a power cut must not take the next one with it.
  if (!endsWithNewline(descriptor)) append('\n')
  return {
    put: (records) => append(records.map(putLine).join('')),
    remove: (sha256s) => append(sha256s.map(removeLine).join('')),
    close: () => closeSync(descriptor),
  }
}

const putLine = (record: OriginalRecord): string => `${JSON.stringify({ put: record })}\n`

/** Bytes a journal may have, to begin with and per original, before old lines are dropped from it. */
const allowance = { base: 16 << 20, perOriginal: 4096 }

const removeLine = (sha256: string): string => `${JSON.stringify({ remove: sha256 })}\n`

/**
 * Writes the journal anew from the catalog when most of it is history, or when it is not there. What was taken out stays
 * known as such: an upload that was removed must not be mistaken for one that was never imported.
 */
export function compactJournal(file: string, originals: number, records: () => Iterable<OriginalRecord>): void {
  const size = existsSync(file) ? statSync(file).size : Number.POSITIVE_INFINITY
  if (size <= allowance.base + originals * allowance.perOriginal) return
  const temporary = `${file}.part`
  const descriptor = openSync(temporary, 'w')
  try {
    let text = existsSync(file) ? [...replay(readFileSync(file, 'utf8')).removed].map(removeLine).join('') : ''
    for (const record of records()) {
      text += putLine(record)
      if (text.length < 1 << 20) continue
      writeAll(descriptor, Buffer.from(text))
      text = ''
    }
    writeAll(descriptor, Buffer.from(text))
    fdatasyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, file)
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done)
}

function endsWithNewline(descriptor: number): boolean {
  const { size } = fstatSync(descriptor)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a)
}

/** The originals a journal tells of, by SHA-256, in the order in which they were first added. */
export async function readJournal(file: string): Promise<Map<string, OriginalRecord>> {
  return replay(await textOf(file)).records
}

/** SHA-256 of every original a journal ever told of, those that were taken out of the catalog too. */
export async function mentioned(file: string): Promise<Set<string>> {
  const { records, removed } = replay(await textOf(file))
  return new Set([...records.keys(), ...removed])
}

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })

function replay(text: string): { records: Map<string, OriginalRecord>; removed: Set<string> } {
  const records = new Map<string, OriginalRecord>()
  const removed = new Set<string>()
  for (const part of text.split('\n')) {
    const entry = parseLine(part)
    if (!entry) continue
    if ('put' in entry) {
      records.set(entry.put.sha256, entry.put)
      removed.delete(entry.put.sha256)
    } else {
      records.delete(entry.remove)
      removed.add(entry.remove)
    }
  }
  return { records, removed }
}

function parseLine(text: string): z.output<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
