import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { bytesOf } from './bytes.ts'
import { TAG } from './exif/model.ts'
import { serialiseExif } from './exif/serialise.ts'
import { asciiEntry, longEntry, shortEntry } from './exif/values.ts'
import { openPicture } from './open.ts'
import { probePicture } from './probe.ts'
import { readFailure } from './refusals.ts'
import { blockFile, embedInMemory, newFolder } from './testing.ts'
import { looksCutOff } from './truncated.ts'

const folder = newFolder()
const put = (name: string, bytes: Buffer | string) => {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`)
  return error
}

/** One sentence that names the file and nothing of the machinery. */
async function expectRefused(file: string, code: ErrorCode): Promise<void> {
  const error = await failureOf(openPicture(file))
  expect(error.code).toBe(code)
  expect(error.message).toContain(basename(file))
  expect(error.message).not.toMatch(/vips|sharp|\n|\.ts|seek|Error/)
  expect(error.message.endsWith('.')).toBe(true)
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}
function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(99))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const box = (brand: string, ...compatible: string[]) => {
  const body = Buffer.from(`ftyp${brand}\0\0\0\0${compatible.join('')}`, 'latin1')
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length + 4)
  return Buffer.concat([size, body, Buffer.alloc(64)])
}

describe('files that are no pictures', () => {
  const cases: readonly (readonly [string, Buffer | string, ErrorCode])[] = [
    ['empty.jpg', '', 'file-empty'],
    ['text.png', 'Dear grandmother, the pictures are in the attic.', 'format-unsupported'],
    ['one-byte.tif', 'I', 'format-unsupported'],
    ['zeros.jpg', Buffer.alloc(5000), 'format-unsupported'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'format-unsupported'],
    ['drawing.jpg', '<?xml version="1.0"?><svg width="9"><image href="/etc/passwd"/></svg>', 'format-unsupported'],
    ['letter.pdf', '%PDF-1.7\n', 'format-unsupported'],
    ['old.bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]), 'format-unsupported'],
    ['layers.psd', '8BPS\0\x01', 'format-unsupported'],
    ['phone.heic', box('heic', 'mif1', 'heic'), 'format-unsupported'],
    ['phone.jpg', box('mif1', 'heic', 'hevc'), 'format-unsupported'],
    ['film.mp4', box('isom', 'avc1'), 'film-not-yet'],
    ['film.jpg', box('qt  '), 'film-not-yet'],
    ['film.avi', 'RIFF\0\0\0\0AVI LIST', 'film-not-yet'],
    ['film.mkv', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3]), 'film-not-yet'],
    ['film.mpg', Buffer.from([0, 0, 1, 0xba, 0x44, 0, 0, 0]), 'film-not-yet'],
    ['film.mts', Buffer.alloc(192 * 5).fill(0x47), 'film-not-yet'],
    ['film.wmv', Buffer.from('3026b2758e66cf11a6d9', 'hex'), 'film-not-yet'],
    ['cut.jpg', Buffer.from([0xff, 0xd8, 0xff]), 'file-truncated'],
    ['cut.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'file-truncated'],
  ]
  for (const [name, bytes, code] of cases) test(name, () => expectRefused(put(name, bytes), code))

  test('a raw file in TIFF dress is not taken for its preview', async () => {
    const entries = [longEntry(0xfe, 1, true), longEntry(0x014a, 99, true), asciiEntry(TAG.make, 'NIKON')]
    const bytes = serialiseExif({ littleEndian: true, ifd0: entries, exif: [], gps: [], interop: [] })
    await expectRefused(put('photo.tif', bytes), 'format-unsupported')
    const dng = serialiseExif({
      littleEndian: false,
      ifd0: [shortEntry(0xc612, 1, false)],
      exif: [],
      gps: [],
      interop: [],
    })
    await expectRefused(put('photo.dng', dng), 'format-unsupported')
  })
})

describe('cut off and damaged', () => {
  const noise = () =>
    sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
  const encodings = {
    jpeg: () => noise().jpeg().toBuffer(),
    'progressive.jpeg': () => noise().jpeg({ progressive: true }).toBuffer(),
    png: () => noise().png().toBuffer(),
    'lzw.tiff': () => noise().tiff({ compression: 'lzw' }).toBuffer(),
    'plain.tiff': () => noise().tiff({ compression: 'none' }).toBuffer(),
    webp: () => noise().webp().toBuffer(),
    gif: () => noise().gif().toBuffer(),
    avif: () => noise().avif({ effort: 0 }).toBuffer(),
  }
  for (const [name, encode] of Object.entries(encodings)) {
    test(name, async () => {
      const bytes = await encode()
      const kind = name.split('.').at(-1) as 'png'
      expect(looksCutOff(kind, bytesOf(bytes))).toBe(false)
      for (const share of [0.05, 0.5, 0.9, 0.99]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * share))
        await expectRefused(put(`cut-${share}.${name}`, cut), 'file-truncated')
      }
    }, 60_000)
  }

  test('a TIFF whose strips are missing but whose directory comes first', async () => {
    const plain = await encodings['plain.tiff']()
    const moved = embedInMemory('tiff', plain, {})
    const directory = moved.readUInt32LE(4)
    const length = moved.length - directory
    // The directory is moved behind the header and the strips are cut away after it.
    const front = Buffer.concat([moved.subarray(0, 8), moved.subarray(directory), moved.subarray(8 + length, 9000)])
    front.writeUInt32LE(8, 4)
    expect((await failureOf(openPicture({ name: 'front.tif', bytes: front }))).code).toMatch(
      /file-(truncated|unreadable)/,
    )
  })

  test('a PNG with a wrong checksum is damaged, not cut off', async () => {
    const bytes = await encodings.png()
    const at = bytes.indexOf('IDAT') + 20
    bytes[at] = (bytes[at] ?? 0) ^ 0xff
    await expectRefused(put('damaged.png', bytes), 'file-unreadable')
  })

  test('junk behind the end of a JPEG is tolerated', async () => {
    const bytes = Buffer.concat([await encodings.jpeg(), Buffer.alloc(500, 7)])
    expect((await openPicture({ name: 'tail.jpg', bytes })).raster.width).toBe(300)
  })
})

describe('sizes', () => {
  test('a header that claims 30,000 x 30,000 is refused before anything is allocated', async () => {
    const file = put('bomb.png', pngClaiming(30_000, 30_000))
    const before = process.memoryUsage().rss
    await expectRefused(file, 'file-too-large')
    expect((await failureOf(probePicture(file))).details).toMatchObject({ width: 30_000, height: 30_000 })
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20)
  })
  test('a header that claims 300 megapixels it does not have', async () => {
    await expectRefused(put('hollow.png', pngClaiming(20_000, 15_000)), 'file-unreadable')
  })
  test('one pixel', async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#123456' } })
      .jpeg()
      .toBuffer()
    expect((await openPicture({ name: '1.jpg', bytes })).raster).toMatchObject({ width: 1, height: 1 })
  })
})

describe('names and places', () => {
  const names = [
    '家庭相册 奶奶.jpg',
    'zdjęcia é'.normalize('NFC'),
    'zdjęcia é'.normalize('NFD'),
    '👵🏻.png',
    '-rf.jpg',
    'trailing space ',
    'scan [2]',
    'x.png[page=1]',
    'percent %s.tif',
    'quote \' " `.png',
    'wrong-extension.gif',
    `${'n'.repeat(200)}.jpg`,
  ]
  for (const name of names) {
    test(name, async () => {
      const place = join(folder, '老照片 [1]')
      mkdirSync(place, { recursive: true })
      const file = join(place, name)
      writeFileSync(file, await blockFile('jpeg'))
      expect((await openPicture(file)).raster).toMatchObject({ width: 48, height: 32, channels: 3 })
      expect((await probePicture(file)).format).toBe('jpeg')
    })
  }
  test('a folder', async () => {
    mkdirSync(join(folder, 'album.jpg'), { recursive: true })
    await expectRefused(join(folder, 'album.jpg'), 'file-unreadable')
  })
  test('nothing there', () => expectRefused(join(folder, 'nothing.jpg'), 'file-missing'))
  test('a link to nothing', async () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'link.jpg'))
    await expectRefused(join(folder, 'link.jpg'), 'file-missing')
  })
  test('a device is not waited for', async () => {
    if (process.platform !== 'win32') expect((await failureOf(openPicture('/dev/zero'))).code).toBe('file-unreadable')
  })
  test('no permission', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    expect(readFailure(denied, 'locked.jpg')).toMatchObject({ code: 'no-permission' })
  })
})
