import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { readRows } from '../../shared/image/raster.ts'
import { bytesOf } from './bytes.ts'
import { type ExifTree, TAG } from './exif/model.ts'
import { parseExif } from './exif/parse.ts'
import { find, inByteOrder, numberOf } from './exif/values.ts'
import { openPicture } from './open.ts'
import { outputFormats } from './picture.ts'
import { probePicture } from './probe.ts'
import { savePicture } from './save.ts'
import { BLOCKS, blockFile, exampleExif, exampleTree, HEIGHT, newFolder, profile, WIDTH } from './testing.ts'

/** Where in the stored picture the pixel shown at (x, y) lies: EXIF 2.32, tag 274. */
const STORED: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y) => [WIDTH - 1 - x, y],
  3: (x, y) => [WIDTH - 1 - x, HEIGHT - 1 - y],
  4: (x, y) => [x, HEIGHT - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [y, HEIGHT - 1 - x],
  7: (x, y) => [WIDTH - 1 - y, HEIGHT - 1 - x],
  8: (x, y) => [WIDTH - 1 - y, x],
}
const colourAt = (x: number, y: number) => BLOCKS[Math.floor(y / 16) * 3 + Math.floor(x / 16)] ?? [0, 0, 0]

const folder = newFolder()

/** Every field that must come through unchanged: about fifty. A big-endian maker note cannot live in our TIFFs. */
const CHANGED = new Set<number>([TAG.orientation, TAG.pixelXDimension, TAG.pixelYDimension, TAG.makerNote])
const values = (tree: ExifTree) =>
  [...tree.ifd0, ...tree.exif, ...tree.gps, ...tree.interop]
    .filter(({ tag }) => !CHANGED.has(tag))
    .map(({ tag, type, value }) => `${tag.toString(16)} ${type} ${value.toString('hex')}`)
    .toSorted()

/** `pixels` shown upright must be the blocks as stored, seen through the orientation. */
function expectUpright(orientation: number, width: number, pixel: (x: number, y: number) => readonly number[]) {
  const height = width === WIDTH ? HEIGHT : WIDTH
  for (let y = 8; y < height; y += 16) {
    for (let x = 8; x < width; x += 16) {
      const [sx, sy] = STORED[orientation]?.(x, y) ?? [0, 0]
      const wanted = colourAt(sx, sy)
      for (const [c, value] of pixel(x, y).entries()) expect(Math.abs(value - (wanted[c] ?? 0))).toBeLessThan(12)
    }
  }
}

describe('orientation is baked once, and nothing else is lost', () => {
  for (const format of outputFormats) {
    for (let orientation = 1; orientation <= 8; orientation++) {
      test(`${format}, orientation ${orientation}`, async () => {
        const icc = await profile('p3')
        const little = orientation % 2 === 0
        const input = join(folder, `in-${orientation}.${format}`)
        writeFileSync(input, await blockFile(format, { icc, exif: exampleExif(orientation, little), density: 1200 }))
        expect((await sharp(input).metadata()).orientation).toBe(orientation)
        const turned = orientation > 4
        const probe = await probePicture(input)
        expect(probe).toMatchObject({ orientation, format, hasProfile: true, bitDepth: 8, channels: 3 })
        expect([probe.width, probe.height]).toEqual(turned ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT])

        const picture = await openPicture(input)
        const { raster } = picture
        expectUpright(orientation, raster.width, (x, y) => {
          const row = readRows(raster, y, 1)
          return [...row.subarray(x * 3, x * 3 + 3)].map((value) => value * 255)
        })

        const output = join(folder, `out-${orientation}.${format}`)
        await savePicture(picture, output, { format, quality: 100 })
        const written = await sharp(output).metadata()
        expect(written.orientation ?? 1).toBe(1)
        expect(written.icc?.equals(icc)).toBe(true)
        const shown = await sharp(output, { ignoreIcc: true, autoOrient: true }).raw().toBuffer()
        expectUpright(orientation, raster.width, (x, y) => [
          ...shown.subarray((y * raster.width + x) * 3).subarray(0, 3),
        ])

        const saved = await openPicture(output)
        const tree = parseExif(bytesOf(saved.metadata.exif ?? Buffer.alloc(0)))
        if (!tree) throw new Error('no EXIF was written')
        const number = (tag: number) => numberOf(find(tree.exif, tag), tree.littleEndian)
        expect(number(TAG.pixelXDimension)).toBe(raster.width)
        expect(number(TAG.pixelYDimension)).toBe(raster.height)
        const original = inByteOrder(exampleTree(orientation, little), tree.littleEndian)
        expect(values(tree)).toEqual(values(original))
        expect(saved.metadata.density).toBe(1200)
      })
    }
  }
})
