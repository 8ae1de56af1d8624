import type { Bytes } from './bytes.ts'
import { parseExif } from './exif/parse.ts'
import { find, numbersOf } from './exif/values.ts'
import type { PictureKind } from './sniff.ts'

const STRIP = { offsets: 0x0111, counts: 0x0117 } as const
const TILE = { offsets: 0x0144, counts: 0x0145 } as const

/** True when a file of this kind, which could not be decoded, ends before it should. Looks at structure only. */
export function looksCutOff(kind: PictureKind, bytes: Bytes): boolean {
  switch (kind) {
    case 'jpeg':
      return !endsWith(bytes, Buffer.from([0xff, 0xd9]))
    case 'png':
      return !bytes.read(bytes.size - 64, 64).includes('IEND') && !bytes.read(0, 64).includes('IEND')
    case 'gif':
      return !endsWith(bytes, Buffer.from([0x3b]))
    case 'webp':
      return bytes.size < 12 || bytes.read(4, 4).readUInt32LE(0) + 8 > bytes.size
    case 'avif':
      return boxesReachBeyond(bytes)
    case 'tiff':
      return tiffReachesBeyond(bytes)
  }
}

/** Whether the last bytes that are not padding are these. */
function endsWith(bytes: Bytes, end: Buffer): boolean {
  const tail = bytes.read(Math.max(0, bytes.size - 4096), 4096)
  let length = tail.length
  while (length > end.length && tail[length - 1] === 0) length--
  return tail.subarray(length - end.length, length).equals(end)
}

function boxesReachBeyond(bytes: Bytes): boolean {
  let at = 0
  while (at < bytes.size) {
    const head = bytes.read(at, 16)
    if (head.length < 8) return true
    const short = head.readUInt32BE(0)
    if (short === 0) return false
    const length = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short
    if (length < 8) return false
    at += length
  }
  return at > bytes.size
}

function tiffReachesBeyond(bytes: Bytes): boolean {
  const head = bytes.read(0, 8)
  if (head.length < 8) return true
  const tree = parseExif(bytes)
  if (!tree) return false
  const little = tree.littleEndian
  const first = little ? head.readUInt32LE(4) : head.readUInt32BE(4)
  if (first + 2 > bytes.size || tree.ifd0.length === 0) return true
  return [STRIP, TILE].some(({ offsets, counts }) => {
    const starts = numbersOf(find(tree.ifd0, offsets), little)
    const lengths = numbersOf(find(tree.ifd0, counts), little)
    return starts.some((start, i) => start + (lengths[i] ?? 0) > bytes.size)
  })
}
