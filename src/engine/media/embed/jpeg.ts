import type { Bytes } from '../bytes.ts'
import type { Embedded, Piece } from './pieces.ts'

const MAX_PAYLOAD = 65533
const EXIF_MARK = Buffer.from('Exif\0\0', 'latin1')
const XMP_MARK = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')
const ICC_MARK = Buffer.from('ICC_PROFILE\0', 'latin1')
const ICC_PART = MAX_PAYLOAD - ICC_MARK.length - 2

/**
 * Puts metadata behind the JFIF header: APP1 EXIF, APP1 XMP, APP2 ICC in parts (ICC.1 annex B.4). What is too large for
 * a segment is left out: EXIF and XMP of more than 64 kB have no place in a plain JPEG.
 */
export function embedInJpeg(encoded: Bytes, metadata: Embedded): Piece[] {
  const head = encoded.read(0, 20)
  const isJfif = head.length === 20 && head.readUInt16BE(2) === 0xffe0 && head.toString('latin1', 6, 10) === 'JFIF'
  const afterHeader = isJfif ? 4 + head.readUInt16BE(4) : 2
  const header = Buffer.from(encoded.read(0, afterHeader))
  if (isJfif && metadata.density !== undefined) writeDensity(header, metadata.density)
  const segments: Piece[] = [header]
  if (metadata.exif) segments.push(...segment(0xe1, EXIF_MARK, metadata.exif))
  if (metadata.xmp) segments.push(...segment(0xe1, XMP_MARK, metadata.xmp))
  if (metadata.icc) segments.push(...iccSegments(metadata.icc))
  return [...segments, { from: afterHeader, to: encoded.size }]
}

/** JFIF 1.02: units 1 = per inch. */
function writeDensity(header: Buffer, density: number): void {
  const rounded = Math.min(65535, Math.max(1, Math.round(density)))
  header.writeUInt8(1, 13)
  header.writeUInt16BE(rounded, 14)
  header.writeUInt16BE(rounded, 16)
}

function segment(marker: number, mark: Buffer, body: Buffer): Buffer[] {
  const length = mark.length + body.length
  if (length > MAX_PAYLOAD) return []
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(length + 2, 2)
  return [Buffer.concat([head, mark, body])]
}

function iccSegments(icc: Buffer): Buffer[] {
  const count = Math.ceil(icc.length / ICC_PART)
  if (count > 255) return []
  return Array.from({ length: count }, (_, i) => {
    const part = icc.subarray(i * ICC_PART, (i + 1) * ICC_PART)
    return segment(0xe2, Buffer.concat([ICC_MARK, Buffer.from([i + 1, count])]), part)
  }).flat()
}
