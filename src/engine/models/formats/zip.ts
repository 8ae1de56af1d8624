import { inflateRawSync } from 'node:zlib'
import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'
import type { ModelFile } from './source.ts'

export interface ZipEntry {
  /** Bytes when unpacked, as the archive claims. */
  readonly bytes: number
  /** A stretch of the unpacked entry. Never makes more than `bytes`. */
  read(from: number, length: number): Promise<Uint8Array>
}

const END = 0x06054b50
const END64 = 0x06064b50
const END64_LOCATOR = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const LONGEST_COMMENT = 65_535
const UNKNOWN = 0xffffffff

const damaged = (name: string) => refuse(name, 'corrupt', 'is damaged: its archive cannot be read.')

/**
 * The entries of a ZIP archive by name. Nothing is unpacked yet, and sizes are checked before anything is.
 * @throws AppError `model-refused`
 */
export async function openZip(file: ModelFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const { count, from, length } = await findDirectory(file)
  if (count > limits.tensors || length > limits.headerBytes)
    throw refuse(file.name, 'absurd-size', 'holds absurdly many parts.')
  const bytes = await file.read(from, length)
  const view = new DataView(bytes.buffer)
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw damaged(file.name)
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const end = at + 46 + nameLength + extra
    if (end > bytes.length) throw damaged(file.name)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    entries.set(name, entryAt(file, view, at, bytes.subarray(at + 46 + nameLength, end)))
    at = end + comment
  }
  return entries
}

/** The directory lies at the end, behind it a comment of any length. */
async function findDirectory(file: ModelFile): Promise<{ count: number; from: number; length: number }> {
  const tail = Math.min(file.bytes, 22 + LONGEST_COMMENT)
  const bytes = await file.read(file.bytes - tail, tail)
  const view = new DataView(bytes.buffer)
  for (let at = tail - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue
    const here = {
      count: view.getUint16(at + 10, true),
      length: view.getUint32(at + 12, true),
      from: view.getUint32(at + 16, true),
    }
    if (here.from !== UNKNOWN && here.count !== 0xffff) return here
    return findDirectory64(file, file.bytes - tail + at)
  }
  throw refuse(file.name, 'truncated', 'is cut short: copy or download it once more.')
}

async function findDirectory64(file: ModelFile, end: number): Promise<{ count: number; from: number; length: number }> {
  const locator = new DataView((await file.read(end - 20, 20)).buffer)
  if (locator.getUint32(0, true) !== END64_LOCATOR) throw damaged(file.name)
  const view = new DataView((await file.read(Number(locator.getBigUint64(8, true)), 56)).buffer)
  if (view.getUint32(0, true) !== END64) throw damaged(file.name)
  const [count, length, from] = [32, 40, 48].map((at) => Number(view.getBigUint64(at, true))) as [
    number,
    number,
    number,
  ]
  return { count, length, from }
}

function entryAt(file: ModelFile, view: DataView, at: number, extra: Uint8Array): ZipEntry {
  const method = view.getUint16(at + 10, true)
  const sizes = {
    packed: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    from: view.getUint32(at + 42, true),
  }
  const { packed, bytes, from: place } = long(sizes, extra)
  let unpacked: Uint8Array | undefined
  return {
    bytes,
    read: async (from, length) => {
      if (bytes > limits.weightBytes || packed > file.bytes) throw absurd(file.name)
      if (from + length > bytes) throw damaged(file.name)
      const head = new DataView((await file.read(place, 30)).buffer)
      if (head.getUint32(0, true) !== LOCAL) throw damaged(file.name)
      const start = place + 30 + head.getUint16(26, true) + head.getUint16(28, true)
      if (method === 0 && packed === bytes) return file.read(start + from, length)
      if (method !== 8) throw damaged(file.name)
      if (bytes / RATIO > packed) throw absurd(file.name)
      unpacked ??= inflated(await file.read(start, packed), bytes, file.name)
      return unpacked.subarray(from, from + length)
    },
  }
}

/** Weights hardly shrink at all; what shrinks more than so many times is a bomb. */
const RATIO = 200
const absurd = (name: string) => refuse(name, 'absurd-size', 'claims to unpack to an absurd size.')

/** Sizes beyond four gigabytes stand in an extra field, and PyTorch writes that even for small ones. */
function long(sizes: { packed: number; bytes: number; from: number }, extra: Uint8Array) {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength)
  const result = { ...sizes }
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    for (const key of ['bytes', 'packed', 'from'] as const) {
      if (sizes[key] !== UNKNOWN || next + 8 > extra.length) continue
      result[key] = Number(view.getBigUint64(next, true))
      next += 8
    }
  }
  return result
}

/** A bomb claims little and unpacks to much: unpacking ends at what was claimed. */
function inflated(content: Uint8Array, bytes: number, name: string): Uint8Array {
  try {
    const whole = inflateRawSync(content, { maxOutputLength: Math.max(1, bytes) })
    if (whole.length !== bytes) throw damaged(name)
    return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength)
  } catch {
    throw damaged(name)
  }
}
