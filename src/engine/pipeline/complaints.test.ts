import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import upscale from '../../operations/upscale/op.ts'
import { codeOf } from '../../shared/errors.ts'
import { openModelStore } from '../inference/models.ts'
import { providersFor } from '../inference/providers.ts'
import { openOnnxRuntime } from '../inference/runtime.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { installUpscalers } from '../inference/testing/stand-ins.ts'
import type { OutputFormat } from '../media/picture.ts'
import { type RestoreFileOptions, restoreFile } from './restore-file.ts'

/** What people complain about in other programs. C1, C7 and C11 are named so where tiles and devices are tested. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-complaints-'))
installUpscalers(join(folder, 'models'))
afterAll(() => rmSync(folder, { recursive: true }))
const models = openModelStore([join(folder, 'models')])

async function photo(name: string, width: number, height: number): Promise<string> {
  const background = { r: 120, g: 100, b: 80 }
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(join(folder, name))
  return join(folder, name)
}

const enlarge = (input: string, format: OutputFormat, scale: number, more: Partial<RestoreFileOptions> = {}) => {
  const step = { operation: 'upscale', version: 1, enabled: true, params: { scale }, models: [] }
  return restoreFile({
    input,
    output: join(folder, `result.${format}`),
    format,
    recipe: { version: 1, name: 'complaint', steps: [step] },
    models,
    device: 'cpu',
    threads: 1,
    cancelled: () => false,
    onProgress: () => undefined,
    ...more,
  })
}

test.each([['webp', 4100, 4]] as const)(
  'C2: a result too large for %s is refused before the work, in a sentence that says what to choose',
  async (format, width, scale) => {
    const input = await photo('wide.png', width, 2)
    const stages = new Set<string>()
    const failure = await enlarge(input, format, scale, { onProgress: ({ stage }) => stages.add(stage) }).catch(
      (error: unknown) => error,
    )
    expect(codeOf(failure)).toBe('output-too-large')
    expect((failure as Error).message).toMatch(/choose TIFF or PNG\.$/)
    expect(stages).toEqual(new Set(['open']))
    expect(readdirSync(folder)).not.toContain(`result.${format}`)
  },
)

test('C2: the same picture ends in a file where the format holds it', async () => {
  const input = await photo('wide.png', 4100, 2)
  const { width, height, output } = await enlarge(input, 'png', 4)
  expect([width, height, existsSync(output)]).toEqual([16_400, 8, true])
})

test('C9: without a graphics card the processor does the work, and nobody is asked for a number', async () => {
  expect(providersFor('auto', 'linux', new Set())).toEqual(['cpu'])
  const input = await photo('small.png', 9, 7)
  const report = await enlarge(input, 'tiff', 2, { device: 'auto', overwrite: true })
  expect([report.width, report.notes]).toEqual([18, []])
})

test('C9: a driver that fails is not asked again in this session', async () => {
  const opened: string[] = []
  const pool = createSessionPool(models, {
    device: 'webgpu',
    threads: 1,
    providers: ['webgpu', 'cpu'],
    runtime: async (graph, provider, threads) => {
      opened.push(provider)
      const session = await openOnnxRuntime(graph, 'cpu', threads)
      const lost = () => Promise.reject(new Error('device lost'))
      return provider === 'cpu' ? session : { ...session, run: lost }
    },
  })
  const input = await photo('small.png', 9, 7)
  for (let time = 0; time < 2; time++) {
    const { notes } = await enlarge(input, 'tiff', 2, { sessions: pool, overwrite: true })
    expect(notes).toEqual(['WebGPU failed: the processor did the work.'])
  }
  expect(opened).toEqual(['webgpu', 'cpu'])
  await pool.release()
})

test('C16: nobody is asked for a size or a number of tiles', async () => {
  const { tile, tilePad, prePad } = upscale.params.shape
  expect([tile, tilePad, prePad].map((field) => field.meta()?.control)).toEqual(['hidden', 'hidden', 'hidden'])
  expect(upscale.params.parse({})).toMatchObject({ tile: 0, tilePad: 0, prePad: 0 })
  const input = await photo('small.png', 9, 7)
  const never = () => Promise.reject(new Error('Failed to allocate memory for requested buffer of size 9'))
  const pool = createSessionPool(models, {
    device: 'cpu',
    runtime: async (graph, _, threads) => ({ ...(await openOnnxRuntime(graph, 'cpu', threads)), run: never }),
  })
  const failure = await enlarge(input, 'tiff', 2, { sessions: pool, overwrite: true }).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('out-of-memory')
  expect((failure as Error).message).not.toMatch(/tile|-2|allocate/i)
})
