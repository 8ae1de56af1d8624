import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../engine/inference/models.ts'
import { createSessionPool } from '../engine/inference/session-pool.ts'
import { installColourist } from '../engine/inference/testing/colour-stand-ins.ts'
import { installGenerator } from '../engine/inference/testing/generator-stand-in.ts'
import { installRepairers } from '../engine/inference/testing/repair-stand-ins.ts'
import { chain, installStandIn } from '../engine/inference/testing/stand-ins.ts'
import type { ContextOptions } from '../engine/pipeline/context.ts'
import { testContext } from '../engine/pipeline/test-context.ts'
import { AppError, codeOf } from '../shared/errors.ts'
import { type Channels, createRaster, type Raster, toFloats } from '../shared/image/raster.ts'
import type { Operation, RunContext } from './define.ts'
import { allOperations } from './index.ts'
import { operationWords } from './locales.ts'
import { migrations, runs } from './runs.ts'

/**
 * What every operation promises, tried on every operation there is. A new folder is covered by being there. What works
 * on films only is tried on frames in `film-laws.test.ts`.
 */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-laws-'))
// They mix colours, which no enlarger may do: as another task they are not judged for it.
for (const scale of [2, 3, 4]) installStandIn(folder, `upscale-clean-x${scale}`, chain(scale), { task: 'test' })
installRepairers(folder)
installColourist(folder)
installGenerator(folder)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

/** A scene with edges, shading and noise, so that every operation finds work. */
function scene(width: number, height: number, channels: Channels, packed = false): Raster {
  const image = createRaster(width, height, channels, packed)
  let state = 9
  for (let i = 0; i < image.store.length; i++) {
    const [pixel, c] = [Math.floor(i / channels), i % channels]
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const value =
      0.4 + 0.2 * Math.sin(x / 9 + c) + 0.1 * Math.cos(y / 7) + (x > y ? 0.1 : 0) + (state / 2 ** 32 - 0.5) * 0.06
    image.store[i] = packed ? Math.round(value * 65535) : value
  }
  return image
}

/** Makes writing to the input a failure that is seen: the samples are compared afterwards. */
const frozen = (image: Raster) => ({ image: Object.freeze(image), before: image.store.slice() })

const operations = [...allOperations.values()].filter(({ appliesTo }) => appliesTo.includes('image'))
const root = import.meta.dirname
const names = operations.map((operation) => [operation.id, operation] as const)

/** Non-default parameters that make every operation do something, where the defaults do nothing. */
const active: Readonly<Record<string, Record<string, unknown>>> = {
  'restore-faces': { candidate: 'strong', strength: 1 },
  'imagine-face': { steps: 20 },
  'crop-rotate': { turn: 90, angle: 3, left: 0.1, width: 0.8 },
  denoise: { strength: 1 },
  // Colours of its own would keep the scene, which is colourful, as it is.
  colorize: { keepColours: false, hints: [{ point: [0.4, 0.4], colour: '#c04060' }] },
  'repair-scratches': {
    mode: 'auto',
    sensitivity: 1,
    strokes: [
      { mode: 'add', radius: 0.12, points: [[0.3, 0.4]] },
      { mode: 'remove', radius: 0.05, points: [[0.3, 0.4]] },
      {
        mode: 'add',
        radius: 0.01,
        points: [
          [0.1, 0.9],
          [0.9, 0.7],
        ],
      },
    ],
  },
}
const paramsOf = (operation: Operation) => operation.params.parse(active[operation.id] ?? {})
const execute = (operation: Operation, image: Raster, options: Partial<ContextOptions> = {}) => {
  const run = runs.get(operation.id)
  if (!run) throw new Error(`${operation.id} has no run.ts`)
  return run(image, paramsOf(operation), testContext({ sessions, ...options }))
}
const worst = (a: Raster, b: Raster) => {
  const [x, y] = [toFloats(a), toFloats(b)]
  expect(x.length).toBe(y.length)
  return x.reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] as number))), 0)
}

test('the folders and the registry agree', () => {
  const folders = readdirSync(root).filter((name) => existsSync(join(root, name, 'op.ts')))
  expect(folders.toSorted()).toEqual([...allOperations.keys()].toSorted())
  expect([...runs.keys()].toSorted()).toEqual(operations.map(({ id }) => id).toSorted())
})

describe.each([...allOperations])('%s', (id, operation) => {
  test('its defaults are valid and its parameters are shown', () => {
    expect(operation.params.safeParse({}).success).toBe(true)
    expect(operation.params.safeParse({ nonsense: 1 }).success).toBe(false)
    for (const [name, shape] of Object.entries(operation.params.shape)) {
      const meta = (shape as unknown as { meta(): Record<string, unknown> | undefined }).meta()
      expect(meta?.control, `${name} has no control`).toBeTypeOf('string')
    }
  })

  test('everything has words in both languages', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const words = operationWords[language][id]
      expect(words?.title && words.summary, language).toBeTruthy()
      expect(Object.keys(words?.params ?? {}).toSorted()).toEqual(Object.keys(operation.params.shape).toSorted())
    }
    expect(operationWords['zh-CN'][id]?.title).toMatch(/\p{Script=Han}/u)
  })

  test('has a README and a migration when it needs one', () => {
    expect(readFileSync(join(root, id, 'README.md'), 'utf8').length).toBeGreaterThan(200)
    expect(migrations.has(id)).toBe(operation.version > 1)
  })

  // Users do not meet an operation before its weights are here.
  test.runIf(operation.released !== false)('its models exist', () => {
    for (const model of operation.models.filter((id) => !operation.awaits?.includes(id)))
      expect(existsSync(join(root, '../../models', model, 'card.json')), model).toBe(true)
    for (const model of operation.modelsFor?.(paramsOf(operation)) ?? []) expect(operation.models).toContain(model)
  })
})

describe.each(names)('%s', (id, operation) => {
  const kinds = operation.stage === 'geometry' ? ([1, 2, 3, 4] as const) : ([1, 3] as const)
  const sizes = [
    [97, 61],
    [1, 1],
    [1, 40],
    [53, 2],
  ] as const
  test.each(kinds.flatMap((channels) => sizes.map((size) => [channels, ...size] as const)))(
    'keeps %i channels at %i x %i, and the input as it was',
    async (channels, width, height) => {
      const { image, before } = frozen(scene(width, height, channels))
      const result = await execute(operation, image)
      expect(image.store).toEqual(before)
      const size = operation.outputSize?.(paramsOf(operation), image) ?? image
      expect(result.image).toMatchObject({ width: size.width, height: size.height })
      if (operation.stage !== 'colour') expect(result.image.channels).toBe(channels)
      expect(toFloats(result.image).every((value) => Number.isFinite(value))).toBe(true)
      expect(result.invention !== undefined && operation.invention === 'none').toBe(false)
      if (result.invention) expect(result.invention.channels).toBe(1)
    },
  )

  test('packed pictures give what float pictures give', async () => {
    const packed = await execute(operation, scene(90, 70, 3, true))
    const floats = await execute(operation, scene(90, 70, 3))
    expect(worst(packed.image, floats.image)).toBeLessThan(1 / 255)
  })

  test('16 bits are kept: neighbours 1/65535 apart are not merged', async () => {
    // What is imagined holds none of the scan's samples, but has to be as fine in itself.
    if (id === 'imagine-face') {
      const samples = [...toFloats((await execute(operation, scene(120, 90, 3))).image)]
      expect(samples.some((value) => Math.abs(value * 255 - Math.round(value * 255)) > 0.05)).toBe(true)
      return
    }
    const image = createRaster(256, 16, 1, false)
    for (let i = 0; i < image.store.length; i++) image.store[i] = 0.4 + (i % 256) / 65535
    const values = new Set(toFloats((await execute(operation, image)).image))
    expect(values.size).toBeGreaterThan(100)
  })

  test('the same work gives the same bytes', async () => {
    const image = scene(120, 90, 3)
    const [a, b] = [await execute(operation, image), await execute(operation, image)]
    expect(toFloats(a.image)).toEqual(toFloats(b.image))
  })

  test('progress rises to 1', async () => {
    const seen: number[] = []
    await execute(operation, scene(300, 200, 3), { startTile: 96, progress: (fraction) => seen.push(fraction) })
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
    expect(seen.at(-1)).toBe(1)
  })

  test('stops within one tile', async () => {
    let calls = 0
    // Asked before every tile or band: the third answer is yes.
    const cancelled = () => ++calls >= 3
    const failure = await execute(operation, scene(900, 2400, 3), { startTile: 128, cancelled }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(AppError)
    expect(codeOf(failure)).toBe('cancelled')
    expect(calls).toBeLessThanOrEqual(4)
  })

  test.runIf(operation.tiling !== 'whole-image')(
    'C43: tiled equals whole: neither a half nor the border of a tile is darker',
    async () => {
      const image = scene(211, 133, 3)
      const whole = await execute(operation, image, { startTile: 4096 })
      const tiled = await execute(operation, image, { startTile: 64 })
      expect(worst(whole.image, tiled.image)).toBeLessThan(1 / 255)
    },
  )

  test('asks for no other models than it says', async () => {
    const asked: string[] = []
    const said = operation.modelsFor?.(paramsOf(operation)) ?? operation.models
    const context = testContext({ sessions })
    const session: RunContext['session'] = (model) => {
      asked.push(model)
      return context.session(model)
    }
    await runs.get(id)?.(scene(40, 30, 3), paramsOf(operation), { ...context, session })
    expect(asked.filter((model) => !said.includes(model))).toEqual([])
  })
})
