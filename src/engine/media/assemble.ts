import { createHash } from 'node:crypto'
import type { Bytes } from './bytes.ts'
import type { CreateFile } from './disk.ts'
import type { Piece } from './embed/pieces.ts'

const COPY_BYTES = 4 << 20

/** Writes the pieces one after the other, hashing on the way. Memory stays at one copy buffer. */
export async function assemble(
  path: string,
  encoded: Bytes,
  pieces: readonly Piece[],
  create: CreateFile,
): Promise<{ bytes: number; sha256: string }> {
  const file = await create(path)
  const hash = createHash('sha256')
  let bytes = 0
  const put = async (part: Buffer) => {
    hash.update(part)
    bytes += part.length
    await file.write(part)
  }
  try {
    for (const piece of pieces) {
      if (Buffer.isBuffer(piece)) await put(piece)
      else {
        for (let at = piece.from; at < piece.to; at += COPY_BYTES) {
          await put(encoded.read(at, Math.min(COPY_BYTES, piece.to - at)))
        }
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}
