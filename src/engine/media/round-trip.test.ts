import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type Channels, createRaster, isPacked, readRows, toFloats } from '../../shared/image/raster.ts'
import { openPicture } from './open.ts'
import type { Picture } from './picture.ts'
import { savePicture } from './save.ts'

const folder = mkdtempSync(join(tmpdir(), 'media-'))

/** A raster whose samples are exact multiples of 1/max, all different for 16 bits. */
function patterned(channels: Channels, bitDepth: 8 | 16, packed = false): Picture {
  const raster = createRaster(37, 23, channels, packed)
  const max = bitDepth === 8 ? 255 : 65535
  for (let i = 0; i < raster.store.length; i++) {
    const value = (i * 7919) % (max + 1)
    raster.store[i] = packed ? value * (65535 / max) : value / max
  }
  return { raster, bitDepth, metadata: {} }
}

describe('an unedited round trip is exact', () => {
  for (const format of ['png', 'tiff'] as const) {
    for (const bitDepth of [8, 16] as const) {
      for (const channels of [1, 2, 3, 4] as const) {
        for (const packed of [false, true]) {
          test(`${format}, ${bitDepth} bits, ${channels} channels${packed ? ', packed' : ''}`, async () => {
            const picture = patterned(channels, bitDepth, packed)
            const file = join(folder, `${format}-${bitDepth}-${channels}-${packed}`)
            await savePicture(picture, file, { format })
            const again = await openPicture(file)
            expect(again.bitDepth).toBe(bitDepth)
            expect(again.raster.channels).toBe(channels)
            expect(toFloats(again.raster)).toEqual(toFloats(picture.raster))
          })
        }
      }
    }
  }
})

test('every 8-bit value is decoded as exactly v / 255', async () => {
  const ramp = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  const bytes = await sharp(ramp, { raw: { width: 256, height: 1, channels: 1 } })
    .png()
    .toBuffer()
  const { raster } = await openPicture({ name: 'ramp.png', bytes })
  expect([...toFloats(raster)].filter((_, i) => i % raster.channels === 0)).toEqual(
    Array.from({ length: 256 }, (_, i) => Math.fround(i / 255)),
  )
})

describe('a big picture is decoded straight into 16 bits', () => {
  const side = 7000
  test('8 bits', async () => {
    const row = Buffer.from(Array.from({ length: side }, (_, x) => x % 256))
    const data = Buffer.concat(Array.from({ length: side }, () => row))
    const image = sharp(data, { raw: { width: side, height: side, channels: 1 } }).toColourspace('b-w')
    const { raster } = await openPicture({ name: 'big', bytes: await image.png({ compressionLevel: 1 }).toBuffer() })
    expect(isPacked(raster)).toBe(true)
    const wanted = Array.from({ length: side }, (_, x) => Math.fround((x % 256) / 255))
    expect([...readRows(raster, side - 1, 1)]).toEqual(wanted)
  })
  test('16 bits', async () => {
    const data = Uint16Array.from({ length: side * side }, (_, i) => (i * 7919) & 0xffff)
    const image = sharp(data, { raw: { width: side, height: side, channels: 1 } }).toColourspace('grey16')
    const { raster } = await openPicture({ name: 'big', bytes: await image.tiff({ compression: 'none' }).toBuffer() })
    expect(
      Buffer.compare(
        Buffer.from(raster.store.buffer, raster.store.byteOffset, raster.store.byteLength),
        Buffer.from(data.buffer),
      ),
    ).toBe(0)
  })
})

test('JPEG lays transparency over white and is not subsampled', async () => {
  const picture = patterned(4, 8)
  picture.raster.store.fill(0)
  const file = join(folder, 'flat.jpg')
  await savePicture(picture, file, { format: 'jpeg' })
  const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  expect(Math.min(...data)).toBe(255)
  expect((await sharp(file).metadata()).chromaSubsampling).toBe('4:4:4')
})

test('the reported hash and size are those of the file', async () => {
  const file = join(folder, 'hash.webp')
  const saved = await savePicture(patterned(3, 8), file, { format: 'webp' })
  const { createHash } = await import('node:crypto')
  const bytes = readFileSync(file)
  expect(saved).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
})
