import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { bytesOf } from './bytes.ts'
import { embedders } from './embed/embed.ts'
import type { Embedded } from './embed/pieces.ts'
import { type ExifEntry, type ExifTree, TAG, TYPE } from './exif/model.ts'
import { serialiseExif } from './exif/serialise.ts'
import { asciiEntry, longEntry, rationalEntry, shortEntry, undefinedEntry } from './exif/values.ts'
import type { OutputFormat } from './picture.ts'

/** Helpers of this folder's tests; not part of the engine. */

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'daguerre-media-'))

/** Six blocks of different colours, 3 x 2, each 16 pixels a side: no two orientations of it look the same. */
export const BLOCKS = [
  [230, 30, 30],
  [30, 230, 30],
  [30, 30, 230],
  [230, 230, 30],
  [30, 230, 230],
  [250, 250, 250],
] as const
export const WIDTH = 48
export const HEIGHT = 32

export function blockPixels(): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const colour = BLOCKS[Math.floor(y / 16) * 3 + Math.floor(x / 16)]
      pixels.set(colour ?? [], (y * WIDTH + x) * 3)
    }
  }
  return pixels
}

export async function blockFile(format: OutputFormat, metadata: Embedded = {}): Promise<Buffer> {
  const image = sharp(blockPixels(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
  const encoded =
    format === 'tiff'
      ? await image.tiff({ compression: 'lzw' }).toBuffer()
      : await image[format]({ quality: 100 }).toBuffer()
  return embedInMemory(format, encoded, metadata)
}

export function embedInMemory(format: OutputFormat, encoded: Buffer, metadata: Embedded): Buffer {
  const pieces = embedders[format](bytesOf(encoded), metadata)
  return Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : encoded.subarray(piece.from, piece.to))))
}

/** EXIF as a phone or a scanner writes it. */
export function exampleTree(orientation: number, littleEndian = true): ExifTree {
  const long = (tag: number, value: number) => longEntry(tag, value, littleEndian)
  const short = (tag: number, value: number) => shortEntry(tag, value, littleEndian)
  const degrees = { tag: 2, type: TYPE.rational, count: 3, value: Buffer.alloc(24, 1) }
  return {
    littleEndian,
    ifd0: [
      asciiEntry(TAG.imageDescription, 'Großmutter, 奶奶'),
      asciiEntry(TAG.make, 'Plustek'),
      asciiEntry(TAG.model, 'OpticFilm 8200i'),
      short(TAG.orientation, orientation),
      rationalEntry(TAG.xResolution, 1200, littleEndian),
      rationalEntry(TAG.yResolution, 1200, littleEndian),
      short(TAG.resolutionUnit, 2),
      asciiEntry(TAG.software, 'ScanIt 3'),
      asciiEntry(0x0132, '2024:03:04 10:11:12'),
      asciiEntry(TAG.artist, 'A. Photographer'),
    ],
    exif: [
      ...manyFields(littleEndian),
      asciiEntry(TAG.dateTimeOriginal, '1956:07:14 12:00:00'),
      asciiEntry(0xa431, 'SERIAL-0042'),
      asciiEntry(0xa430, 'Owner Name'),
      undefinedEntry(TAG.makerNote, Buffer.from('opaque maker note, with inner offsets')),
      long(TAG.pixelXDimension, 4000),
      long(TAG.pixelYDimension, 3000),
      short(0xa001, 1),
    ],
    gps: [asciiEntry(1, 'N'), degrees, asciiEntry(3, 'E'), { ...degrees, tag: 4 }],
    interop: [asciiEntry(1, 'R98')],
  }
}
/** The rest of what cameras write, of every type. */
function manyFields(littleEndian: boolean): ExifEntry[] {
  const rationals = [0x829a, 0x829d, 0x9202, 0x9205, 0x920a, 0xa404]
  const shorts = [0x8822, 0x8827, 0x8830, 0x9207, 0x9208, 0x9209, 0xa217, 0xa401, 0xa402, 0xa403, 0xa405, 0xa406]
  const texts = [0x9004, 0x9010, 0x9011, 0x9290, 0x9291, 0x9292, 0xa433, 0xa434, 0xa435]
  const signed = (tag: number, value: number): ExifEntry => {
    const bytes = Buffer.alloc(8)
    if (littleEndian) bytes.writeInt32LE(value)
    else bytes.writeInt32BE(value)
    return { tag, type: 10, count: 1, value: bytes }
  }
  return [
    ...rationals.map((tag) => rationalEntry(tag, tag / 1000, littleEndian)),
    ...shorts.map((tag) => shortEntry(tag, tag % 7, littleEndian)),
    ...texts.map((tag) => asciiEntry(tag, `text ${tag}`)),
    ...[0x9201, 0x9203, 0x9204].map((tag) => signed(tag, -tag)),
    undefinedEntry(0x9000, Buffer.from('0232')),
    undefinedEntry(0x9101, Buffer.from([1, 2, 3, 0])),
    undefinedEntry(0xa000, Buffer.from('0100')),
    undefinedEntry(0xa300, Buffer.from([2])),
    undefinedEntry(TAG.userComment, Buffer.from('UNICODE\0O\0m\0a\0', 'latin1')),
  ]
}

export const exampleExif = (orientation: number, littleEndian = true): Buffer =>
  serialiseExif(exampleTree(orientation, littleEndian))

/** Bytes of a profile that libvips has built in, larger than one JPEG segment when it is the CMYK one. */
export async function profile(name: 'p3' | 'srgb'): Promise<Buffer> {
  const image = sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } })
  const { icc } = await sharp(await image.withIccProfile(name).png().toBuffer()).metadata()
  if (!icc) throw new Error('no profile')
  return icc
}
