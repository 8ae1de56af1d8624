import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blendModels } from '../../src/engine/inference/blend.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { openOnnxRuntime } from '../../src/engine/inference/runtime.ts'
import { createSessionPool, type SessionPool } from '../../src/engine/inference/session-pool.ts'
import { installModel } from '../../src/engine/models/install.ts'
import { floatsIn } from '../../src/engine/onnx/graph.ts'
import { readModel } from '../../src/engine/onnx/read.ts'
import { joinAlpha, splitAlpha } from '../../src/engine/pipeline/alpha.ts'
import { resample } from '../../src/engine/pipeline/resample.ts'
import { restorePicture } from '../../src/engine/pipeline/restore.ts'
import { restoreFile } from '../../src/engine/pipeline/restore-file.ts'
import { type Raster, rasterOf, toFloats } from '../../src/shared/image/raster.ts'

/** Pictures of every kind through networks of others, against the bare network and what its authors' program does. */
const reference = join(import.meta.dirname, '../../../shared/reference-models')
const isHere = existsSync(join(reference, 'realesr-general-x4v3.onnx'))
const [WIDTH, HEIGHT, SCALE] = [29, 22, 4]
const [GENERAL, WEAKER] = ['realesr-general-x4v3', 'realesr-general-wdn-x4v3']

const store = mkdtempSync(join(tmpdir(), 'daguerre-parity-'))
const models = openModelStore([store])
let sessions: SessionPool
beforeAll(async () => {
  const installed = new Date(0).toISOString()
  for (const id of isHere ? [GENERAL, WEAKER] : [])
    await installModel({ store, files: [join(reference, `${id}.onnx`)], reserved: [], now: installed })
  sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
})
afterAll(async () => {
  await sessions.release()
  rmSync(store, { recursive: true })
})

const drawn = (channels: 1 | 3 | 4, width = WIDTH, height = HEIGHT): Raster => {
  const value = (i: number) => {
    const [c, x, y] = [i % channels, Math.floor(i / channels) % width, Math.floor(i / channels / width)]
    return 0.45 + 0.2 * Math.sin(x / 4 + c) + 0.1 * Math.cos(y / 3) + (x > y ? 0.12 : 0) + ((i * 7919) % 101) / 2500
  }
  return rasterOf(
    width,
    height,
    channels,
    Float32Array.from({ length: width * height * channels }, (_, i) => value(i)),
  )
}

async function enlarge(raster: Raster, params: Record<string, unknown> = {}): Promise<Raster> {
  const all = { model: GENERAL, scale: SCALE, ...params }
  const step = { operation: 'upscale', version: 1, enabled: true, params: all, models: [] }
  const quiet = { cancelled: () => false, onProgress: () => undefined }
  const context = { models, sessions, device: 'cpu' as const, threads: 1, ...quiet }
  const picture = { raster, bitDepth: 8 as const, metadata: {} }
  return (await restorePicture(picture, { version: 1, name: 'parity', steps: [step] }, context)).picture.raster
}

/** The file as it is in ONNX Runtime, clipped; planes in, interleaved out. */
async function bare(raster: Raster, bytes: Uint8Array = readFileSync(join(reference, `${GENERAL}.onnx`))) {
  const { width, height, channels } = raster
  const [area, from] = [width * height, toFloats(raster)]
  const at = (i: number) => (i % area) * channels + Math.min(channels - 1, Math.floor(i / area))
  const data = Float32Array.from({ length: area * 3 }, (_, i) => from[at(i)] as number)
  const output = new Float32Array(area * 3 * SCALE ** 2)
  const session = await openOnnxRuntime(bytes, 'cpu', 1)
  await session.run(
    { data, dimensions: [1, 3, height, width] },
    { data: output, dimensions: [1, 3, height * SCALE, width * SCALE] },
  )
  await session.release()
  const planes = area * SCALE ** 2
  const samples = output.map((_, i) => output[(i % 3) * planes + Math.floor(i / 3)] as number)
  return rasterOf(width * SCALE, height * SCALE, 3, samples)
}

const gray = (image: Raster) => {
  const data = toFloats(image)
  const mix = (i: number) =>
    0.299 * (data[i * 3] as number) + 0.587 * (data[i * 3 + 1] as number) + 0.114 * (data[i * 3 + 2] as number)
  return rasterOf(
    image.width,
    image.height,
    1,
    Float32Array.from({ length: data.length / 3 }, (_, i) => mix(i)),
  )
}

function worst(a: Raster, b: Raster): number {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels])
  const other = toFloats(b)
  return toFloats(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (other[i] as number))), 0)
}

function psnr(a: Raster, b: Raster): number {
  const other = toFloats(b)
  const squares = toFloats(a).reduce((sum, value, i) => sum + (value - (other[i] as number)) ** 2, 0)
  return 10 * Math.log10(other.length / squares)
}

describe.skipIf(!isHere)('pictures of every kind (skipped: no shared data, where it is absent)', () => {
  test('RGB', async () => {
    const image = drawn(3)
    const [ours, theirs] = [await enlarge(image), await bare(image)]
    expect(worst(ours, theirs)).toBeLessThan(2e-4)
    expect(psnr(ours, theirs)).toBeGreaterThan(60)
  })

  test('gray goes in threefold and comes back gray', async () => {
    const image = drawn(1)
    const [ours, theirs] = [await enlarge(image), gray(await bare(image))]
    // Their weights of the colours are those of television, ours of Rec. 709: for an answer that is nearly gray, as good as one.
    expect(worst(ours, theirs)).toBeLessThan(2 / 255)
    expect(psnr(ours, theirs)).toBeGreaterThan(50)
  })

  test.each(['network', 'resample'] as const)('alpha by %s', async (alpha) => {
    const image = drawn(4)
    const split = splitAlpha(image)
    const opacity = split.alpha as Raster
    const ours = splitAlpha(await enlarge(image, { alpha }))
    const theirs = await bare(split.colour)
    expect(worst(ours.colour, theirs)).toBeLessThan(2e-4)
    const expected = alpha === 'network' ? gray(await bare(opacity)) : await resample(opacity, theirs)
    expect(worst(ours.alpha as Raster, expected)).toBeLessThan(alpha === 'network' ? 2 / 255 : 1e-6)
    expect((await joinAlpha(ours)).channels).toBe(4)
  })

  test.each([3.5, 2, 1.3, 5.25])('outscale %d: the network, then one resampling', async (scale) => {
    const image = drawn(3)
    const size = { width: Math.round(WIDTH * scale), height: Math.round(HEIGHT * scale) }
    expect(worst(await enlarge(image, { scale }), await resample(await bare(image), size))).toBeLessThan(2e-4)
  })

  test('16 bits are told by the container, however dark the picture is', async () => {
    const [width, height] = [19, 14]
    const dark = Uint16Array.from({ length: width * height * 3 }, (_, i) => 120 + ((i * 37) % 100))
    const input = join(store, 'dark.png')
    await sharp(dark, { raw: { width, height, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toFile(input)
    const output = join(store, 'dark-x4.png')
    const step = {
      operation: 'upscale',
      version: 1,
      enabled: true,
      params: { model: GENERAL, scale: SCALE },
      models: [],
    }
    await restoreFile({
      input,
      output,
      format: 'png',
      recipe: { version: 1, name: 'dark', steps: [step] },
      models,
      sessions,
      device: 'cpu',
      threads: 1,
      cancelled: () => false,
      onProgress: () => undefined,
    })
    const { data, info } = await sharp(output)
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.depth]).toEqual([width * SCALE, height * SCALE, 'ushort'])
    const values = new Uint16Array(new Uint8Array(data).buffer)
    // Taken for 8 bits it would come out as a picture of medium brightness.
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeLessThan(3000)
  })
})

describe.skipIf(!isHere)('the strength of denoising (skipped: no shared data, where it is absent)', () => {
  const bytesOf = (id: string) => readFileSync(join(reference, `${id}.onnx`))
  const trained = (bytes: Uint8Array) => {
    const graph = readModel(bytes)
    const names = graph.nodes.flatMap(({ type, inputs }) =>
      type === 'Conv' || type === 'PRelu' ? inputs.slice(1) : [],
    )
    return names.map((name) => floatsIn(graph, name)?.data ?? new Float32Array())
  }

  test.each([0, 0.5, 1])('%d mixes every weight exactly', (strength) => {
    const mixed = trained(blendModels(bytesOf(GENERAL), bytesOf(WEAKER), 1 - strength) as Uint8Array)
    const [strong, weak] = [trained(bytesOf(GENERAL)), trained(bytesOf(WEAKER))]
    expect(mixed.length).toBe(3 * 34 - 1)
    for (const [i, weights] of mixed.entries()) {
      const exact = (strong[i] as Float32Array).map(
        (value, k) => strength * value + (1 - strength) * ((weak[i] as Float32Array)[k] as number),
      )
      expect(weights.every((value, k) => value === exact[k])).toBe(true)
    }
  })

  test.each([
    [1, GENERAL],
    [0, WEAKER],
  ] as const)('%d is the plain %s', async (denoise, id) => {
    const image = drawn(3)
    expect(worst(await enlarge(image, { denoise }), await bare(image, bytesOf(id)))).toBeLessThan(2e-4)
  })

  test('0.5 lies between, and is what the mixed weights give', async () => {
    const image = drawn(3)
    const mixed = blendModels(bytesOf(GENERAL), bytesOf(WEAKER), 0.5) as Uint8Array
    const half = await enlarge(image, { denoise: 0.5 })
    expect(worst(half, await bare(image, mixed))).toBeLessThan(2e-4)
    for (const end of [0, 1]) expect(worst(half, await enlarge(image, { denoise: end }))).toBeGreaterThan(2e-3)
  })
})
