import { fstatSync, readSync } from 'node:fs'

/** Random access to bytes that may lie in memory or in a file too big to load. Reads outside give fewer bytes. */
export interface Bytes {
  readonly size: number
  read(at: number, length: number): Buffer
}

export function bytesOf(buffer: Buffer): Bytes {
  return {
    size: buffer.length,
    read: (at, length) => (at < 0 || length <= 0 ? Buffer.alloc(0) : buffer.subarray(at, at + length)),
  }
}

/** Reads from an open file. Synchronous, because a header is a handful of small reads. */
export function bytesOfFile(descriptor: number): Bytes {
  const { size } = fstatSync(descriptor)
  const read = (at: number, length: number): Buffer => {
    const wanted = Math.min(length, size - at)
    if (at < 0 || wanted <= 0) return Buffer.alloc(0)
    const buffer = Buffer.alloc(wanted)
    let filled = 0
    while (filled < wanted) {
      const got = readSync(descriptor, buffer, filled, wanted - filled, at + filled)
      if (got === 0) break
      filled += got
    }
    return buffer.subarray(0, filled)
  }
  return { size, read }
}
