import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { makePyramid, readPyramid, tileFile } from './pyramid.ts'
import { embedInMemory, exampleExif, newFolder } from './testing.ts'

const folder = newFolder()
const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 64, b: 32, alpha: 0.5 } } })

test('every level is half of the next, and the last has every pixel', async () => {
  const bytes = await picture(1300, 700).jpeg().toBuffer()
  const made = await makePyramid({ name: 'a.jpg', bytes }, join(folder, 'a'))
  expect(made).toEqual({ width: 1300, height: 700, tile: 512, levels: 3, type: 'image/jpeg' })
  expect(await readPyramid(join(folder, 'a'))).toEqual(made)
  const size = async (level: number, column: number, row: number) => {
    const { width, height } = await sharp(join(folder, 'a', tileFile(made.type, level, column, row))).metadata()
    return [width, height]
  }
  expect(await size(2, 0, 0)).toEqual([512, 512])
  expect(await size(2, 2, 1)).toEqual([1300 - 1024, 700 - 512])
  expect(await size(1, 1, 0)).toEqual([650 - 512, 350])
  expect(await size(0, 0, 0)).toEqual([325, 175])
  // What libvips would tell of the original's metadata is not kept.
  expect(readdirSync(join(folder, 'a')).toSorted()).toEqual(['0', '1', '2', 'pyramid.json'])
})

test('upright, and transparent where the picture is', async () => {
  const turned = embedInMemory('png', await picture(600, 40, 4).png().toBuffer(), { exif: exampleExif(6) })
  const made = await makePyramid({ name: 'b.png', bytes: turned }, join(folder, 'b'))
  expect(made).toMatchObject({ width: 40, height: 600, levels: 2, type: 'image/webp' })
  const { channels } = await sharp(join(folder, 'b', tileFile(made.type, 1, 0, 1))).metadata()
  expect(channels).toBe(4)
})

test('a damaged picture leaves nothing behind and is told in a sentence', async () => {
  const whole = await picture(800, 800).png().toBuffer()
  const torn = { name: 'torn.png', bytes: whole.subarray(0, whole.length - 60) }
  const error = await makePyramid(torn, join(folder, 'c')).catch((reason: unknown) => reason)
  expect(codeOf(error)).toBe('file-truncated')
  expect(readdirSync(folder).filter((name) => name.includes('c'))).toEqual([])
  expect(existsSync(join(folder, 'c'))).toBe(false)
})
