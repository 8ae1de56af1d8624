import type { Bytes } from '../bytes.ts'
import type { Embedded, Piece } from './pieces.ts'

const FLAG = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 } as const

/**
 * Turns a WebP into the extended format: VP8X, ICCP, pixels, EXIF, XMP (RFC 9649 §2.7). Density is told by EXIF alone.
 */
export function embedInWebp(encoded: Bytes, metadata: Embedded): Piece[] {
  const { icc, exif, xmp } = metadata
  const whole: Piece = { from: 0, to: encoded.size }
  if (!icc && !exif && !xmp) return [whole]
  const first = encoded.read(12, 18)
  const kind = first.toString('latin1', 0, 4)
  const isExtended = kind === 'VP8X'
  const flags =
    (isExtended ? first.readUInt8(8) : alphaFlag(kind, first)) |
    (icc ? FLAG.icc : 0) |
    (exif ? FLAG.exif : 0) |
    (xmp ? FLAG.xmp : 0)
  const size = isExtended ? first.subarray(12, 18) : canvasOf(kind, encoded)
  const body: Piece[] = [chunk('VP8X', Buffer.concat([Buffer.from([flags, 0, 0, 0]), size]))]
  if (icc) body.push(chunk('ICCP', icc))
  body.push({ from: isExtended ? 30 : 12, to: encoded.size })
  if (exif) body.push(chunk('EXIF', exif))
  if (xmp) body.push(chunk('XMP ', xmp))
  return [riffHeader(body), ...body]
}

const lengthOf = (piece: Piece): number => (Buffer.isBuffer(piece) ? piece.length : piece.to - piece.from)

function riffHeader(body: readonly Piece[]): Buffer {
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  header.writeUInt32LE(
    body.reduce((sum, piece) => sum + lengthOf(piece), 4),
    4,
  )
  return header
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** A lossless stream tells in its header whether alpha is used; a plain lossy one has none. */
const alphaFlag = (kind: string, first: Buffer): number =>
  kind === 'VP8L' && (first.readUInt32LE(9) >>> 28) & 1 ? FLAG.alpha : 0

/** Width and height minus one, 24 bits each, from the header of the pixel stream. */
function canvasOf(kind: string, encoded: Bytes): Buffer {
  const canvas = Buffer.alloc(6)
  const header = encoded.read(20, 10)
  if (kind === 'VP8L') {
    const bits = header.readUInt32LE(1)
    canvas.writeUIntLE(bits & 0x3fff, 0, 3)
    canvas.writeUIntLE((bits >>> 14) & 0x3fff, 3, 3)
  } else {
    canvas.writeUIntLE((header.readUInt16LE(6) & 0x3fff) - 1, 0, 3)
    canvas.writeUIntLE((header.readUInt16LE(8) & 0x3fff) - 1, 3, 3)
  }
  return canvas
}
