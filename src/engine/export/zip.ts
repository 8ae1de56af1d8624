import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { AppError } from '../../shared/errors.ts'

export interface ZipEntry {
  /** Name within the archive, with forward slashes. */
  readonly name: string
  readonly path: string
}

const MAX_BYTES = 0xffff_ffff
const MAX_ENTRIES = 0xffff
/** Names are UTF-8. */
const UTF8 = 0x0800
const VERSION = 20

interface Written {
  readonly name: Buffer
  readonly crc: number
  readonly size: number
  readonly offset: number
  readonly time: number
}

/**
 * Writes a zip file (PKWARE APPNOTE 6.3, without compression: pictures are compressed already). Everything is read
 * twice, once for its checksum, so that any reader can take the file from its front.
 * A file that is there stays; one that could not be finished is removed.
 * @throws AppError output-too-large beyond 4 GiB or 65,535 files
 */
export async function writeZip(file: string, entries: readonly ZipEntry[]): Promise<void> {
  const sizes = await Promise.all(entries.map(async ({ path }) => (await stat(path)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (entries.length > MAX_ENTRIES || total + entries.length * 1000 > MAX_BYTES)
    throw new AppError('output-too-large', 'The album is too large for a zip file; export it as a folder.')
  const out = await open(file, 'wx')
  try {
    await fill(out, entries, sizes)
    await out.close()
  } catch (error) {
    await out.close()
    await rm(file, { force: true })
    throw error
  }
}

async function fill(out: FileHandle, entries: readonly ZipEntry[], sizes: readonly number[]): Promise<void> {
  const written: Written[] = []
  const time = dosTime(new Date())
  let offset = 0
  for (const [i, { name, path }] of entries.entries()) {
    const entry = { name: Buffer.from(name), crc: await checksum(path), size: sizes[i] ?? 0, offset, time }
    const head = localHeader(entry)
    await out.writeFile(head)
    for await (const chunk of createReadStream(path)) await out.writeFile(chunk as Buffer)
    offset += head.length + entry.size
    written.push(entry)
  }
  const directory = Buffer.concat(written.map(centralHeader))
  await out.writeFile(directory)
  await out.writeFile(endOf(written.length, directory.length, offset))
}

async function checksum(path: string): Promise<number> {
  let crc = 0
  for await (const chunk of createReadStream(path)) crc = crc32(chunk as Buffer, crc)
  return crc
}

/** Date in the high, time in the low 16 bits. */
function dosTime(now: Date): number {
  const date = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate()
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1)
  return date * 0x1_0000 + time
}

/** What both headers say of an entry, 26 bytes. */
function common({ name, crc, size, time }: Written): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(UTF8, 2)
  bytes.writeUInt32LE(time >>> 0, 6)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(size, 14)
  bytes.writeUInt32LE(size, 18)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const localHeader = (entry: Written): Buffer => Buffer.concat([signature(0x04034b50), common(entry), entry.name])

function centralHeader(entry: Written): Buffer {
  const madeBy = Buffer.alloc(2)
  madeBy.writeUInt16LE(VERSION)
  const place = Buffer.alloc(14)
  place.writeUInt32LE(entry.offset, 10)
  return Buffer.concat([signature(0x02014b50), madeBy, common(entry), place, entry.name])
}

function endOf(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(18)
  bytes.writeUInt16LE(count, 4)
  bytes.writeUInt16LE(count, 6)
  bytes.writeUInt32LE(size, 8)
  bytes.writeUInt32LE(offset, 12)
  return Buffer.concat([signature(0x06054b50), bytes])
}
