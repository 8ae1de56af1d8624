import { crc32, deflateSync } from 'node:zlib'
import type { Bytes } from '../bytes.ts'
import type { Embedded, Piece } from './pieces.ts'

/** Signature and IHDR come first and are always this long. */
const AFTER_HEADER = 8 + 25
const INCHES_PER_METRE = 39.3701

/** Puts iCCP, pHYs, eXIf and XMP (iTXt) between IHDR and the pixels (PNG 3rd edition, §11.3). */
export function embedInPng(encoded: Bytes, metadata: Embedded): Piece[] {
  const { icc, exif, xmp, density } = metadata
  const chunks: Piece[] = [{ from: 0, to: AFTER_HEADER }]
  if (icc) chunks.push(chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(icc)])))
  if (density !== undefined) chunks.push(chunk('pHYs', physicalSize(density)))
  if (exif) chunks.push(chunk('eXIf', exif))
  if (xmp) chunks.push(chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), xmp])))
  return [...chunks, { from: afterOwnDensity(encoded, density), to: encoded.size }]
}

/** The encoder writes a pHYs of its own right after IHDR; ours takes its place. */
function afterOwnDensity(encoded: Bytes, density: number | undefined): number {
  const next = encoded.read(AFTER_HEADER, 8)
  const isDensity = next.toString('latin1', 4, 8) === 'pHYs'
  return isDensity && density !== undefined ? AFTER_HEADER + 12 + next.readUInt32BE(0) : AFTER_HEADER
}

function physicalSize(density: number): Buffer {
  const perMetre = Math.round(density * INCHES_PER_METRE)
  const body = Buffer.alloc(9)
  body.writeUInt32BE(perMetre, 0)
  body.writeUInt32BE(perMetre, 4)
  body.writeUInt8(1, 8)
  return body
}

function chunk(type: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(body.length + 12)
  whole.writeUInt32BE(body.length, 0)
  whole.write(type, 4, 'latin1')
  body.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length)
  return whole
}
