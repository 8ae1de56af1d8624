import { crc32, deflateRawSync } from 'node:zlib'

/** Writes ZIP archives for tests, honest ones and bombs. */
export interface Part {
  readonly name: string
  readonly data: Uint8Array
  readonly deflate?: boolean
  /** Size to claim in place of the true one. */
  readonly claims?: number
}

export function writeZip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, data, deflate = false, claims = data.length } of parts) {
    const content = deflate ? deflateRawSync(data) : Buffer.from(data)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(deflate ? 8 : 0, 4)
    facts.writeUInt32LE(crc32(data), 10)
    facts.writeUInt32LE(content.length, 14)
    facts.writeUInt32LE(claims, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name), content])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, Buffer.from(name)]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}
