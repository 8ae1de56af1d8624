import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { createRaster } from '../../shared/image/raster.ts'
import { writeFailure } from './atomic.ts'
import { bytesOf } from './bytes.ts'
import { type CreateFile, createFile } from './disk.ts'
import { TAG } from './exif/model.ts'
import { parseExif } from './exif/parse.ts'
import { serialiseExif } from './exif/serialise.ts'
import { find, put, textOf, undefinedEntry } from './exif/values.ts'
import { openPicture } from './open.ts'
import { outputFormats, type Picture } from './picture.ts'
import { readMetadata } from './read-metadata.ts'
import { savePicture } from './save.ts'
import { blockFile, exampleExif, exampleTree, newFolder } from './testing.ts'

const small = (): Picture => ({ raster: createRaster(8, 6, 3), bitDepth: 8, metadata: {} })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

/** A disk that is full after so many bytes. */
const fullAfter =
  (limit: number): CreateFile =>
  async (path) => {
    const file = await createFile(path)
    let written = 0
    return {
      ...file,
      async write(bytes) {
        written += bytes.length
        if (written > limit)
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
        await file.write(bytes)
      },
    }
  }

describe('a file appears complete or not at all', () => {
  for (const format of outputFormats) {
    test(`${format}: a full disk leaves nothing behind`, async () => {
      const folder = newFolder()
      const file = join(folder, 'out')
      expect(await codeOf(savePicture(small(), file, { format, create: fullAfter(40) }))).toBe('disk-full')
      expect(readdirSync(folder)).toEqual([])
    })
  }
  test('a full disk leaves the earlier file as it was', async () => {
    const folder = newFolder()
    const file = join(folder, 'out.png')
    writeFileSync(file, 'earlier')
    const options = { format: 'png', overwrite: true, create: fullAfter(0) } as const
    expect(await codeOf(savePicture(small(), file, options))).toBe('disk-full')
    expect(readFileSync(file, 'utf8')).toBe('earlier')
    expect(readdirSync(folder)).toEqual(['out.png'])
  })
  test('an encoder that finds the disk full says so too', () => {
    const spoken = new Error('/x: write error\nsystem error: No space left on device')
    expect(writeFailure(spoken, 'x.png')).toMatchObject({ code: 'disk-full' })
  })
  test.skipIf(process.platform !== 'linux')('a folder nothing can be written to', async () => {
    expect(await codeOf(savePicture(small(), '/proc/out.png', { format: 'png' }))).toMatch(/no-permission|file-missing/)
  })
  test('a folder that is not there', async () => {
    expect(await codeOf(savePicture(small(), join(newFolder(), 'no', 'out.png'), { format: 'png' }))).toBe(
      'file-missing',
    )
  })
  test('what is written in pieces goes wrong in the middle', async () => {
    const folder = newFolder()
    const broken: CreateFile = async (path) => ({ ...(await createFile(path)), write: async () => undefined })
    expect(await codeOf(savePicture(small(), join(folder, 'out.png'), { format: 'png', create: broken }))).toBe(
      'result-insane',
    )
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('nothing is written over by accident', () => {
  test('an existing file, unless asked to', async () => {
    const file = join(newFolder(), 'out.jpg')
    await savePicture(small(), file, { format: 'jpeg' })
    expect(await codeOf(savePicture(small(), file, { format: 'jpeg' }))).toBe('would-overwrite')
    expect(await codeOf(savePicture(small(), file, { format: 'jpeg', overwrite: true }))).toBe('done')
  })
  test('a folder', async () => {
    const file = join(newFolder(), 'out.jpg')
    mkdirSync(file)
    expect(await codeOf(savePicture(small(), file, { format: 'jpeg', overwrite: true }))).toBe('would-overwrite')
  })
  test('an original, by whatever name', async () => {
    const folder = newFolder()
    const original = join(folder, 'original.jpg')
    const bytes = await blockFile('jpeg')
    writeFileSync(original, bytes)
    mkdirSync(join(folder, 'sub'))
    symlinkSync(original, join(folder, 'link.jpg'))
    linkSync(original, join(folder, 'hard.jpg'))
    symlinkSync(folder, join(folder, 'folder'))
    for (const name of ['original.jpg', 'sub/../original.jpg', 'link.jpg', 'hard.jpg', 'folder/original.jpg']) {
      const options = { format: 'jpeg', overwrite: true, protect: [original] } as const
      expect(await codeOf(savePicture(small(), `${folder}/${name}`, options))).toBe('would-overwrite')
    }
    expect(readFileSync(original).equals(bytes)).toBe(true)
  })
  test('a missing original is protected as well', async () => {
    const file = join(newFolder(), 'gone.jpg')
    expect(await codeOf(savePicture(small(), file, { format: 'jpeg', protect: [file] }))).toBe('would-overwrite')
  })
  test('two at once: one wins, the other is told', async () => {
    const file = join(newFolder(), 'race.png')
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(savePicture(small(), file, { format: 'png' }))))
    expect(codes.toSorted()).toEqual(['done', 'would-overwrite', 'would-overwrite'])
  })
})

test('originals never change, whatever is opened and saved', async () => {
  const folder = newFolder()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...outputFormats),
      fc.constantFrom(...outputFormats),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      fc.boolean(),
      async (from, to, orientation, overwrite, ontoItself) => {
        const bytes = await blockFile(from, { exif: exampleExif(orientation) })
        const original = join(folder, `original-${from}`)
        writeFileSync(original, bytes)
        const hash = createHash('sha256').update(bytes).digest('hex')
        const picture = await openPicture(original)
        const target = ontoItself ? original : join(folder, 'result')
        await codeOf(savePicture(picture, target, { format: to, overwrite, protect: [original] }))
        expect(createHash('sha256').update(readFileSync(original)).digest('hex')).toBe(hash)
      },
    ),
    { numRuns: 25 },
  )
})

describe('sizes a format cannot hold', () => {
  const wide = (width: number): Picture => ({ raster: createRaster(width, 1, 1), bitDepth: 8, metadata: {} })
  test('WebP ends at 16,383, JPEG at 65,500; PNG goes on', async () => {
    const folder = newFolder()
    expect(await codeOf(savePicture(wide(16_383), join(folder, 'a.webp'), { format: 'webp' }))).toBe('done')
    expect(await codeOf(savePicture(wide(16_384), join(folder, 'b.webp'), { format: 'webp' }))).toBe('output-too-large')
    expect(await codeOf(savePicture(wide(65_500), join(folder, 'a.jpg'), { format: 'jpeg' }))).toBe('done')
    expect(await codeOf(savePicture(wide(65_501), join(folder, 'b.jpg'), { format: 'jpeg' }))).toBe('output-too-large')
    expect(await codeOf(savePicture(wide(70_000), join(folder, 'a.png'), { format: 'png' }))).toBe('done')
  })
  test('the sentence proposes what works', async () => {
    const work = savePicture(wide(70_000), join(newFolder(), 'a.jpg'), { format: 'jpeg' })
    await expect(work).rejects.toThrow(/choose TIFF or PNG/)
  })
})

test('EXIF too large for JPEG loses its maker note, not the rest', async () => {
  const tree = exampleTree(1)
  const note = undefinedEntry(TAG.makerNote, Buffer.alloc(70_000, 1))
  const exif = serialiseExif({ ...tree, exif: put(tree.exif, note) })
  const folder = newFolder()
  for (const format of ['jpeg', 'png'] as const) {
    const file = join(folder, format)
    await savePicture({ ...small(), metadata: { exif } }, file, { format })
    const read = parseExif(bytesOf((await readMetadata(file)).exif ?? Buffer.alloc(0)))
    expect(textOf(find(read?.exif ?? [], TAG.dateTimeOriginal))).toBe('1956:07:14 12:00:00')
    expect(find(read?.exif ?? [], TAG.makerNote)?.count).toBe(format === 'jpeg' ? undefined : 70_000)
  }
})
