import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { exportOptions } from '../../shared/export.ts'
import { openTemporary, someOriginal, someRecipe, someRestoration, temporaryFolder } from '../catalog/testing.ts'
import type { ExportTask } from '../jobs/worker-messages.ts'
import { contactSheet } from './contact-sheet.ts'
import { estimateExport } from './estimate.ts'
import { performExport } from './perform-export.ts'
import { dpiOnPaper, plannedSize } from './print-size.ts'

/** A dark scan and a light restoration of it, twice as large. */
async function pictures() {
  const folder = temporaryFolder()
  const flat = (width: number, height: number, level: number) =>
    sharp({ create: { width, height, channels: 3, background: { r: level, g: level, b: level } } })
  await flat(300, 200, 60).jpeg().toFile(join(folder, 'scan.jpg'))
  await flat(600, 400, 200).png().toFile(join(folder, 'result.png'))
  const task = (also: Partial<ExportTask>): ExportTask => ({
    kind: 'export',
    result: join(folder, 'result.png'),
    original: join(folder, 'scan.jpg'),
    output: join(folder, `out.${also.format ?? 'jpg'}`),
    format: 'jpeg',
    quality: 90,
    size: { kind: 'full' },
    deep: false,
    compare: 'none',
    overwrite: false,
    keepPrivateData: true,
    provenance: {
      neural: false,
      byHandOnly: false,
      sentence: 'Restored.',
      recipe: someRecipe,
      originalName: 'scan.jpg',
      originalSha256: '0'.repeat(64),
      engineVersion: '0',
    },
    protect: [],
    ...also,
  })
  const run = async (also: Partial<ExportTask>) => {
    const wanted = task(also)
    await performExport(wanted)
    return sharp(wanted.output)
  }
  return { run }
}

const levelAt = async (image: Sharp, left: number, top: number) =>
  (await image.clone().extract({ left, top, width: 1, height: 1 }).raw().toBuffer())[0]

describe('an export', () => {
  test('to share is as long as wanted and never enlarged', async () => {
    const { run } = await pictures()
    const small = await (await run({ size: { kind: 'longSide', pixels: 300 } })).metadata()
    expect([small.width, small.height]).toEqual([300, 200])
    const large = await (await run({ format: 'webp', size: { kind: 'longSide', pixels: 5000 } })).metadata()
    expect([large.width, large.height]).toEqual([600, 400])
  })

  test('to print tells the printer its size', async () => {
    const { run } = await pictures()
    const image = await run({ size: { kind: 'print', widthCm: 5.08, heightCm: 7.62, dpi: 100 } })
    const { width, height, density } = await image.metadata()
    expect([width, height, density]).toEqual([300, 200, 100])
  })

  test('to keep has 16 bits', async () => {
    const { run } = await pictures()
    const { depth, format } = await (await run({ format: 'tiff', deep: true })).metadata()
    expect([depth, format]).toEqual(['ushort', 'tiff'])
  })

  test('beside each other are the scan and the restoration, in the size of the restoration', async () => {
    const { run } = await pictures()
    const image = await run({ format: 'png', compare: 'side' })
    const { width, height } = await image.metadata()
    expect(height).toBe(400)
    expect(width).toBeGreaterThan(1200)
    expect(await levelAt(image, 300, 200)).toBeLessThan(65)
    expect(await levelAt(image, width - 300, 200)).toBe(200)
    expect(await levelAt(image, 600, 200)).toBe(255)
  })

  test('half and half, with a line between', async () => {
    const { run } = await pictures()
    const image = await run({ format: 'png', compare: 'divider' })
    expect((await image.metadata()).width).toBe(600)
    expect(await levelAt(image, 20, 200)).toBeLessThan(65)
    expect(await levelAt(image, 580, 200)).toBe(200)
    expect(await levelAt(image, 300, 200)).toBe(255)
  })

  test('without its scan cannot be compared, and says so', async () => {
    const { run } = await pictures()
    await expect(run({ compare: 'side', original: null })).rejects.toMatchObject({ code: 'file-missing' })
  })
})

describe('on paper', () => {
  test('a picture of a single pixel has a density, too', () => {
    const paper = { kind: 'print', widthCm: 10, heightCm: 15, dpi: 300 } as const
    expect(plannedSize({ width: 1, height: 1 }, paper)).toEqual({ width: 1, height: 1, density: 1 })
  })

  test('the paper turns as the picture does, and the picture fits on it', () => {
    const paper = { kind: 'print', widthCm: 10, heightCm: 15, dpi: 300 } as const
    expect(Math.round(dpiOnPaper({ width: 1800, height: 1200 }, paper))).toBe(305)
    expect(Math.round(dpiOnPaper({ width: 1200, height: 1800 }, paper))).toBe(305)
    expect(plannedSize({ width: 600, height: 400 }, paper)).toEqual({ width: 600, height: 400, density: 102 })
    expect(plannedSize({ width: 6000, height: 4000 }, paper).density).toBe(300)
  })
})

test('an estimate is near to what is written', async () => {
  const catalog = openTemporary()
  const original = someOriginal('a.jpg')
  const row = someRestoration(original, { width: 450, height: 300 })
  catalog.originals.add([original])
  catalog.restorations.add(row)
  const file = join(catalog.library.root, row.file)
  mkdirSync(dirname(file), { recursive: true })
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const
  await sharp({ create: { width: 450, height: 300, channels: 3, background: '#888', noise } })
    .png()
    .toFile(file)
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const { bytes } = await estimateExport(catalog, [row.id], exportOptions.parse({ format }))
    const real = (
      await sharp(file)
        .toFormat(format, format === 'png' ? {} : { quality: 95 })
        .toBuffer()
    ).length
    expect(bytes / real).toBeGreaterThan(0.5)
    expect(bytes / real).toBeLessThan(2)
  }
  const small = exportOptions.parse({ format: 'jpeg', size: { kind: 'longSide', pixels: 200 } })
  const full = exportOptions.parse({ format: 'jpeg' })
  const bytesOf = async (options: typeof full) => (await estimateExport(catalog, [row.id], options)).bytes
  expect(await bytesOf(small)).toBeLessThan((await bytesOf(full)) / 3)
  const print = exportOptions.parse({ format: 'jpeg', size: { kind: 'print', widthCm: 10, heightCm: 15, dpi: 300 } })
  expect(await estimateExport(catalog, [row.id], print)).toMatchObject({ dpi: 76, soft: 1 })
  const tiny = { ...print, size: { ...print.size, widthCm: 2, heightCm: 3 } } as typeof print
  expect(await estimateExport(catalog, [row.id], tiny)).toMatchObject({ soft: 0 })
})

test('captions on a contact sheet are text, never markup', () => {
  const page = contactSheet('<b>', [{ file: 'a#.jpg', caption: '<script>', width: 1, height: 1 }])
  expect(page).not.toContain('<script>')
  expect(page).toContain(`src="a%23.jpg"`)
})
