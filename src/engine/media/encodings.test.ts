import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createRaster, toFloats } from '../../shared/image/raster.ts'
import { openPicture } from './open.ts'
import { probePicture } from './probe.ts'
import { savePicture } from './save.ts'
import { embedInMemory, newFolder, profile } from './testing.ts'

const folder = newFolder()
const plain = () => sharp({ create: { width: 20, height: 10, channels: 3, background: '#c84020' } })
const open = (bytes: Buffer) => openPicture({ name: 'test', bytes })
const firstPixel = async (bytes: Buffer) => {
  const { raster } = await open(bytes)
  return [...toFloats(raster).subarray(0, raster.channels)].map((value) => Math.round(value * 255))
}
const near = (pixel: readonly number[], wanted: readonly number[], tolerance: number) =>
  pixel.length === wanted.length && pixel.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) <= tolerance)

describe('what is converted', () => {
  test('CMYK becomes sRGB through its profile, which is not carried on', async () => {
    const bytes = await plain().withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer()
    const picture = await open(bytes)
    expect(picture.metadata.icc).toBeUndefined()
    expect(near(await firstPixel(bytes), [200, 64, 32], 25)).toBe(true)
  })
  test('Lab TIFF becomes sRGB', async () => {
    const bytes = await plain().toColourspace('lab').tiff({ compression: 'deflate' }).toBuffer()
    expect(near(await firstPixel(bytes), [200, 64, 32], 1)).toBe(true)
    expect((await open(bytes)).bitDepth).toBe(16)
  })
  test('linear floating-point TIFF becomes sRGB', async () => {
    const bytes = await plain().toColourspace('scrgb').tiff({ compression: 'deflate' }).toBuffer()
    expect(near(await firstPixel(bytes), [200, 64, 32], 1)).toBe(true)
  })
})

describe('what is kept', () => {
  test('RGB in its own encoding, with its profile', async () => {
    const icc = await profile('p3')
    const png = embedInMemory('png', await plain().png().toBuffer(), { icc })
    const picture = await open(png)
    expect(picture.metadata.icc?.equals(icc)).toBe(true)
    expect(await firstPixel(png)).toEqual([200, 64, 32])
  })
  test('an untagged picture stays untagged', async () => {
    const file = join(folder, 'untagged.jpg')
    await savePicture(await open(await plain().png().toBuffer()), file, { format: 'jpeg' })
    expect(await sharp(file).metadata()).toMatchObject({ hasProfile: false })
  })
  test('palette with alpha', async () => {
    const raw = Buffer.from(Array.from({ length: 20 * 10 * 4 }, (_, i) => (i % 4 === 3 ? (i % 8 > 4 ? 255 : 0) : 90)))
    const bytes = await sharp(raw, { raw: { width: 20, height: 10, channels: 4 } })
      .png({ palette: true })
      .toBuffer()
    expect((await sharp(bytes).metadata()).isPalette).toBe(true)
    const { raster } = await open(bytes)
    expect(raster.channels).toBe(4)
    expect([...toFloats(raster)].filter((_, i) => i % 4 === 3)).toEqual(
      Array.from({ length: 200 }, (_, i) => (i % 2 === 1 ? 1 : 0)),
    )
  })
  test('one-bit scans', async () => {
    const bytes = await plain()
      .toColourspace('b-w')
      .threshold(10)
      .tiff({ bitdepth: 1, compression: 'ccittfax4' })
      .toBuffer()
    expect((await open(bytes)).raster.channels).toBe(1)
  })
  test('the first frame of an animation', async () => {
    const frames = Buffer.alloc(10 * 20 * 3, 255).fill(0, 0, 300)
    const bytes = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
      .gif({ delay: [10, 10] })
      .toBuffer()
    expect(await probePicture({ name: 'a.gif', bytes })).toMatchObject({ animated: true, width: 10, height: 10 })
    const { raster } = await open(bytes)
    expect(raster.height).toBe(10)
    expect(toFloats(raster)[0]).toBe(0)
  })
  test('AVIF opens', async () => {
    const bytes = await plain().avif({ effort: 0 }).toBuffer()
    expect(await probePicture({ name: 'a.avif', bytes })).toMatchObject({ format: 'avif', width: 20, height: 10 })
    expect(near(await firstPixel(bytes), [200, 64, 32], 4)).toBe(true)
  })
  test('big-endian 16-bit samples keep every bit', async () => {
    const samples = Uint16Array.from({ length: 20 * 10 * 3 }, (_, i) => (i * 7919) % 65536)
    const bytes = await sharp(samples, { raw: { width: 20, height: 10, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    const { raster, bitDepth } = await open(bytes)
    expect(bitDepth).toBe(16)
    expect([...toFloats(raster)].map((value) => Math.round(value * 65535))).toEqual([...samples])
  })
})

describe('profiles that do not fit', () => {
  test('a gray profile is left out once the picture is in colour', async () => {
    const raster = createRaster(4, 4, 3)
    const file = join(folder, 'colourised.png')
    await savePicture({ raster, bitDepth: 8, metadata: { icc: grayProfile() } }, file, { format: 'png' })
    expect((await sharp(file).metadata()).hasProfile).toBe(false)
  })
  test('gray with a profile keeps it in JPEG, and is converted for WebP', async () => {
    const raster = createRaster(8, 8, 1)
    raster.store.fill(0.25)
    const picture = { raster, bitDepth: 8 as const, metadata: { icc: grayProfile() } }
    const jpeg = join(folder, 'gray.jpg')
    await savePicture(picture, jpeg, { format: 'jpeg', quality: 100 })
    expect(await sharp(jpeg).metadata()).toMatchObject({ hasProfile: true, channels: 1 })
    const webp = join(folder, 'gray.webp')
    await savePicture(picture, webp, { format: 'webp', quality: 100 })
    expect((await sharp(webp).metadata()).hasProfile).toBe(false)
    // Linear light 0.25 is 0.537 in sRGB.
    const { data } = await sharp(webp).raw().toBuffer({ resolveWithObject: true })
    expect(Math.abs((data[0] ?? 0) - 137)).toBeLessThan(4)
  })
})

/** A minimal gray profile with linear light (ICC.1: header, white point, gray tone curve). */
function grayProfile(): Buffer {
  const icc = Buffer.alloc(128 + 4 + 4 * 12 + 20 + 12 + 40 + 20)
  icc.writeUInt32BE(icc.length, 0)
  icc.write('\x02\x40\0\0mntrGRAYXYZ ', 8, 'latin1')
  icc.write('acsp', 36, 'latin1')
  icc.write('\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d', 68, 'latin1')
  icc.writeUInt32BE(4, 128)
  let row = 132
  const tag = (name: string, at: number, size: number) => {
    icc.write(name, row, 'latin1')
    icc.writeUInt32BE(at, row + 4)
    icc.writeUInt32BE(size, row + 8)
    row += 12
  }
  tag('wtpt', 180, 20)
  tag('kTRC', 200, 12)
  tag('desc', 212, 40)
  tag('cprt', 252, 20)
  icc.write('XYZ \0\0\0\0\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d', 180, 'latin1')
  icc.write('curv\0\0\0\0\0\0\0\0', 200, 'latin1')
  icc.write('desc\0\0\0\0\0\0\0\x05gray\0', 212, 'latin1')
  icc.write('text\0\0\0\0none\0', 252, 'latin1')
  return icc
}
