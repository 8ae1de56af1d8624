import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'

export interface FlatPicture {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16
}

const SHORT = 3
const LONG = 4
/** Two LONGs. */
const RATIONAL = 5
const HEADER_BYTES = 8
const ENTRY_BYTES = 12
const STRIP_BYTES = 1 << 20

/** A tag of the one directory; several values lie in the file behind it. */
interface Tag {
  readonly id: number
  readonly type: typeof SHORT | typeof LONG | typeof RATIONAL
  readonly values: readonly number[]
}

/**
 * Writes samples as they are into a TIFF without compression: the one form in which libvips reads a picture from disk
 * strip by strip, whatever its size. Classic TIFF, so less than 4 GB.
 * @param path of a file that must not exist yet
 * @param bands interleaved samples from top to bottom, any number of rows each; 16 bits in the order of this computer
 */
export async function writeFlatTiff(
  path: string,
  picture: FlatPicture,
  bands: Iterable<Uint8Array | Uint16Array>,
): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await put(file, directory(picture))
    for (const band of bands) await put(file, new Uint8Array(band.buffer, band.byteOffset, band.byteLength))
  } finally {
    await file.close()
  }
}

async function put(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten
}

function directory({ width, height, channels, depth }: FlatPicture): Uint8Array {
  const rowBytes = (width * channels * depth) / 8
  const rows = Math.max(1, Math.floor(STRIP_BYTES / rowBytes))
  const strips = Array.from(
    { length: Math.ceil(height / rows) },
    (_, i) => Math.min(rows, height - i * rows) * rowBytes,
  )
  const isGray = channels < 3
  const tags = (start: number): Tag[] => [
    { id: 256, type: LONG, values: [width] },
    { id: 257, type: LONG, values: [height] },
    { id: 258, type: SHORT, values: Array.from({ length: channels }, () => depth) },
    { id: 259, type: SHORT, values: [1] },
    { id: 262, type: SHORT, values: [isGray ? 1 : 2] },
    { id: 273, type: LONG, values: strips.map((_, i) => start + i * rows * rowBytes) },
    { id: 277, type: SHORT, values: [channels] },
    { id: 278, type: LONG, values: [rows] },
    { id: 279, type: LONG, values: strips },
    // A millimetre a pixel: what libvips takes raw samples to have.
    { id: 282, type: RATIONAL, values: [10, 1] },
    { id: 283, type: RATIONAL, values: [10, 1] },
    { id: 284, type: SHORT, values: [1] },
    { id: 296, type: SHORT, values: [3] },
    // Alpha that is not multiplied in.
    ...(channels % 2 === 0 ? [{ id: 338, type: SHORT, values: [2] } as const] : []),
  ]
  // Where the samples start does not depend on what the tags say.
  return layOut(tags(layOut(tags(0)).length))
}

const sizeOf = (type: Tag['type']) => (type === SHORT ? 2 : 4)

function layOut(tags: readonly Tag[]): Uint8Array {
  const spare = HEADER_BYTES + 2 + tags.length * ENTRY_BYTES + 4
  const bytes = tags
    .map(({ type, values }) => values.length * sizeOf(type))
    .map((size) => (size > 4 ? size + (size % 2) : 0))
  const view = new DataView(new ArrayBuffer(spare + bytes.reduce((sum, size) => sum + size, 0)))
  const little = isLittleEndian
  view.setUint16(0, little ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, little)
  view.setUint32(4, HEADER_BYTES, little)
  view.setUint16(HEADER_BYTES, tags.length, little)
  let behind = spare
  tags.forEach(({ id, type, values }, i) => {
    const at = HEADER_BYTES + 2 + i * ENTRY_BYTES
    const size = bytes[i] as number
    view.setUint16(at, id, little)
    view.setUint16(at + 2, type, little)
    view.setUint32(at + 4, type === RATIONAL ? values.length / 2 : values.length, little)
    if (size > 0) view.setUint32(at + 8, behind, little)
    values.forEach((value, k) => {
      const place = (size > 0 ? behind : at + 8) + k * sizeOf(type)
      if (type === SHORT) view.setUint16(place, value, little)
      else view.setUint32(place, value, little)
    })
    behind += size
  })
  return new Uint8Array(view.buffer)
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
