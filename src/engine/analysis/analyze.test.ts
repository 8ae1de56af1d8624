import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { analysis } from '../../shared/analysis.ts'
import { createRaster, type Raster } from '../../shared/image/raster.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { alwaysSaying } from '../inference/testing/colour-stand-ins.ts'
import { installRepairers } from '../inference/testing/repair-stand-ins.ts'
import { installStandIn } from '../inference/testing/stand-ins.ts'
import { openPicture } from '../media/open.ts'
import { analyzeFile, analyzePicture } from './analyze.ts'
import { damageShare } from './damage.ts'

/** A drawn scene with all tones, colours, sharp edges and flat places. */
function scene(width = 1200, height = 800, change: (value: number, channel: number) => number = (v) => v): Raster {
  const image = createRaster(width, height, 3, false)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const light = 0.5 + 0.48 * Math.sin(x / 170) * Math.cos(y / 130) * (Math.floor(x / 61 + y / 83) % 2 ? 0.6 : 1)
    const woven =
      x % 300 < 150 && y % 200 < 120 ? 0.03 * Math.sign(Math.sin(x * 1.37)) * Math.sign(Math.cos(y * 1.13)) : 0
    for (let c = 0; c < 3; c++)
      image.store[i * 3 + c] = change(light + woven + 0.12 * Math.sin(x / 240 + c * 2) * (1 - light), c)
  }
  return image
}
const kinds = async (raster: Raster) =>
  (await analyzePicture({ raster, bitDepth: 8, metadata: {} })).findings.map(({ kind }) => kind)
const viaSharp = async (raster: Raster, work: (input: Sharp) => Sharp) => {
  const { width, height } = raster
  const bytes = Buffer.from(Uint8Array.from(raster.store, (v) => Math.round(Math.min(1, Math.max(0, v)) * 255)))
  const input = sharp(bytes, { raw: { width, height, channels: 3 } })
  return (await openPicture({ name: 'scene', bytes: await work(input).toBuffer() })).raster
}

describe('a drawn scene', () => {
  test('is healthy as it is', async () => {
    expect(await kinds(scene())).toEqual(['healthy'])
  })

  test.each([
    ['faded', (v: number) => 0.3 + v * 0.45],
    ['low-contrast', (v: number) => 0.25 + v * 0.35],
    ['dark', (v: number) => v * v * 0.3],
    ['bright', (v: number) => 0.42 + 0.5 * v ** 0.5],
  ])('is found %s', async (kind, change) => {
    expect(await kinds(scene(1200, 800, change))).toContain(kind)
  })

  test('is found sepia, black and white, when it has one tint', async () => {
    const gray = scene(1200, 800)
    for (let i = 0; i < gray.store.length; i += 3) {
      const light = 0.1 + (gray.store[i] as number) * 0.7
      gray.store.set([light + 0.05, light, light - 0.1], i)
    }
    expect(await kinds(gray)).toEqual(expect.arrayContaining(['sepia', 'black-and-white']))
  })

  test('is found over-compressed', async () => {
    expect(await kinds(await viaSharp(scene(), (input) => input.jpeg({ quality: 12 })))).toContain('blocky')
    expect(await kinds(await viaSharp(scene(), (input) => input.jpeg({ quality: 95 })))).not.toContain('blocky')
  })

  test('is found blurred', async () => {
    expect(await kinds(await viaSharp(scene(), (input) => input.blur(4).png()))).toContain('blurred')
  })

  test('is found small', async () => {
    expect(await kinds(scene(600, 400))).toContain('small')
  })
})

describe('scratches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-analyze-'))
  installRepairers(folder)
  const models = openModelStore([folder])
  const sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
  afterAll(async () => {
    await sessions.release()
    rmSync(folder, { recursive: true })
  })
  const flat = () => {
    const raster = createRaster(1200, 800, 3, false)
    for (let i = 0; i < raster.store.length; i++) raster.store[i] = 0.4 + 0.2 * Math.sin(i / 700_000)
    return raster
  }
  const found = async (raster: Raster) =>
    (await analyzePicture({ raster, bitDepth: 8, metadata: {} }, { models, sessions })).findings.find(
      ({ kind }) => kind === 'scratched',
    )

  test('are found where the detector finds enough of them, and their share is said', async () => {
    expect(await found(flat())).toBeUndefined()
    const scratched = flat()
    for (let y = 0; y < 800; y++)
      for (const x of [200, 500, 900]) scratched.store.fill(1, (y * 1200 + x) * 3, (y * 1200 + x + 4) * 3)
    const finding = await found(scratched)
    expect(Number(finding?.values.percent)).toBeGreaterThan(0.5)
    expect(Number(finding?.values.percent)).toBeLessThan(2)
    expect(finding?.text).toContain(`${finding?.values.percent} %`)
  })

  test('are not looked for by a detector that marks too much of undamaged pictures', async () => {
    const { card } = models.find('scratch-detect')
    const measured = (falsePercent: number) => ({
      ...models,
      list: () => [{ ...card, metrics: { 'test pictures': { falsePercent } } }],
    })
    const share = (falsePercent: number) => damageShare(flat(), { models: measured(falsePercent), sessions })
    expect(await share(0.9)).toBeUndefined()
    expect(await share(0.5)).toBeGreaterThanOrEqual(0)
  })

  test('are not looked for where the detector is not installed', async () => {
    const nothing = openModelStore([])
    const { findings } = await analyzePicture(
      { raster: flat(), bitDepth: 8, metadata: {} },
      { models: nothing, sessions },
    )
    expect(findings.some(({ kind }) => kind === 'scratched')).toBe(false)
  })
})

describe('faded dyes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-dyes-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  /** With a network that would make every density that many times what it is. */
  const seen = async (raster: Raster, factor: number) => {
    const root = join(folder, String(factor))
    const numbers = [factor, 0, 0, 0, factor, 0, 0, 0, factor, 0, 0, 0, 0, 0, 0]
    installStandIn(root, 'unfade-photo', alwaysSaying(numbers), { task: 'unfade', side: 64 })
    const models = openModelStore([root])
    const sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
    try {
      return await analyzePicture({ raster, bitDepth: 8, metadata: {} }, { models, sessions })
    } finally {
      await sessions.release()
    }
  }

  test('are found where the network would change much, and brought back instead of the tones', async () => {
    const { findings, recipe } = await seen(scene(1200, 800), 1.8)
    const finding = findings.find(({ kind }) => kind === 'faded-dyes')
    expect(Number(finding?.values.difference)).toBeGreaterThan(7)
    expect(recipe.steps.map(({ operation }) => operation)).toEqual(['recover-colour'])
  })

  test('are not found where it would change little, nor in a gray picture', async () => {
    expect((await seen(scene(1200, 800), 1.1)).findings.map(({ kind }) => kind)).toEqual(['healthy'])
    const gray = scene(1200, 800)
    for (let i = 0; i < gray.store.length; i += 3) gray.store.fill(gray.store[i] as number, i, i + 3)
    expect((await seen(gray, 1.8)).findings.map(({ kind }) => kind)).not.toContain('faded-dyes')
  })
})

test('grain is found, with its strength in the sentence', async () => {
  const image = scene()
  let state = 1
  for (let i = 0; i < image.store.length; i++) {
    let sum = 0
    for (let k = 0; k < 4; k++) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      sum += ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 - 0.5
    }
    image.store[i] = 0.1 + 0.8 * (image.store[i] as number) + sum * Math.sqrt(3) * (12 / 255)
  }
  const { findings } = await analyzePicture({ raster: image, bitDepth: 8, metadata: {} })
  const grain = findings.find(({ kind }) => kind === 'grain')
  // Light is a weighted mean of three noisy channels: 12 levels in each make 9 in light.
  expect(Number(grain?.values.sigma)).toBeGreaterThan(7)
  expect(Number(grain?.values.sigma)).toBeLessThan(11)
  expect(grain?.text).toContain(`${grain?.values.sigma} of 255`)
})

test.each([
  [1, 1],
  [1, 300],
  [40, 7],
])('%i x %i is judged without a fault', async (width, height) => {
  for (const channels of [1, 2, 3, 4] as const) {
    const raster = createRaster(width, height, channels, false)
    raster.store.fill(0.5)
    expect(analysis.safeParse(await analyzePicture({ raster, bitDepth: 8, metadata: {} })).success).toBe(true)
  }
})

const photos = join(import.meta.dirname, '../../../../shared/data/photos/clic')
test('few false alarms on real healthy photos', async (context) => {
  if (!existsSync(photos)) return context.skip('skipped: no shared data')
  let alarms = 0
  const files = readdirSync(photos).filter((_, i) => i % 4 === 0)
  for (const file of files) {
    const { findings } = await analyzeFile(join(photos, file))
    if (!findings.some(({ kind }) => kind === 'healthy')) alarms++
  }
  expect(alarms / files.length).toBeLessThan(0.3)
})
