import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { openModelStore } from '../inference/models.ts'
import { installUpscalers } from '../inference/testing/stand-ins.ts'
import type { OutputFormat } from '../media/picture.ts'
import { type RestoreFileOptions, restoreFile } from './restore-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-spool-'))
installUpscalers(join(folder, 'models'))
afterAll(() => rmSync(folder, { recursive: true }))

/** 16-bit RGBA of an odd size, with opacity that changes. */
const [WIDTH, HEIGHT] = [67, 53]
const input = join(folder, 'photo.png')
await sharp(
  Uint16Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => 9000 + ((i * 7919) % 40_000)),
  { raw: { width: WIDTH, height: HEIGHT, channels: 4 } },
)
  .toColourspace('rgb16')
  .png()
  .toFile(input)
const opaque = join(folder, 'opaque.png')
await sharp(input).removeAlpha().png().toFile(opaque)

const restore = (output: string, format: OutputFormat, scale: number, more: Partial<RestoreFileOptions> = {}) =>
  restoreFile({
    input,
    output: join(folder, output),
    format,
    recipe: {
      version: 1,
      name: 'large',
      steps: [{ operation: 'upscale', version: 1, enabled: true, params: { scale }, models: [] }],
    },
    overwrite: true,
    models: openModelStore([join(folder, 'models')]),
    device: 'cpu',
    threads: 1,
    startTile: 40,
    cancelled: () => false,
    onProgress: () => undefined,
    ...more,
  })

test.each<[OutputFormat, number]>([
  ['png', 4],
  ['tiff', 2.3],
  // Laying transparency over white multiplies roundings: JPEG is compared without.
  ['jpeg', 2],
])('a result that lies on disk is written as the one in memory, %s x%d', async (format, scale) => {
  const picture = format === 'jpeg' ? opaque : input
  const inMemory = await restore('memory', format, scale, { input: picture })
  const onDisk = await restore('disk', format, scale, { input: picture, spool: { above: 1000 } })
  expect(readFileSync(join(folder, 'disk')).equals(readFileSync(join(folder, 'memory')))).toBe(true)
  expect(onDisk.fidelity).toBeCloseTo(inMemory.fidelity as number, 2)
  expect(onDisk.invention.share).toBeCloseTo(inMemory.invention.share, 3)
  expect(readdirSync(folder).sort()).toEqual(['disk', 'memory', 'models', 'opaque.png', 'photo.png'])
})

test('a disk that is too small is said before the work', async () => {
  const failure = await restore('full', 'png', 4, { spool: { above: 1000, free: () => 1000 } }).catch(
    (error: unknown) => error,
  )
  expect(codeOf(failure)).toBe('disk-full')
  expect(readdirSync(folder)).not.toContain('full')
})
