import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineOperation, type Operation } from '../../operations/define.ts'
import { allOperations } from '../../operations/index.ts'
import upscale from '../../operations/upscale/op.ts'
import { AppError, codeOf } from '../../shared/errors.ts'
import { type Channels, createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { Recipe, RecipeStep } from '../../shared/recipe.ts'
import { openModelStore } from '../inference/models.ts'
import { installStandIn, installUpscalers, repeater } from '../inference/testing/stand-ins.ts'
import type { Picture } from '../media/picture.ts'
import { resolveRecipe } from './resolve.ts'
import { type Progress, type RestoreContext, restorePicture } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-restore-'))
installUpscalers(folder)
afterAll(() => rmSync(folder, { recursive: true }))

const context = (changes: Partial<RestoreContext> = {}): RestoreContext => ({
  models: openModelStore([folder]),
  device: 'cpu',
  threads: 1,
  cancelled: () => false,
  onProgress: () => undefined,
  operations: allOperations,
  ...changes,
})
const step = (
  operation: string,
  params: Record<string, unknown> = {},
  changes: Partial<RecipeStep> = {},
): RecipeStep => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
  ...changes,
})
const recipe = (...steps: RecipeStep[]): Recipe => ({ version: 1, name: 'test', steps })

function picture(width: number, height: number, channels: Channels, changes: Partial<Picture> = {}): Picture {
  const raster = createRaster(width, height, channels, false)
  for (let i = 0; i < raster.store.length; i++) {
    const pixel = Math.floor(i / channels)
    raster.store[i] =
      0.5 + 0.4 * Math.sin((pixel % width) / 6 + (i % channels)) * Math.cos(Math.floor(pixel / width) / 5)
  }
  return { raster, bitDepth: 8, metadata: {}, ...changes }
}
const codeFrom = async (work: Promise<unknown>) => codeOf(await work.catch((error: unknown) => error))

describe('resolving', () => {
  const models = openModelStore([folder])
  const resolve = (...steps: RecipeStep[]) => resolveRecipe(recipe(...steps), models, allOperations)

  test('puts steps into the safe order, fills defaults in and names models', () => {
    const { steps, recipe: stored } = resolve(
      step('upscale'),
      step('_example', {}, { enabled: false }),
      step('crop-rotate'),
    )
    expect(stored.steps.map((s) => s.operation)).toEqual(['crop-rotate', '_example', 'upscale'])
    expect(steps.map((s) => s.operation.id)).toEqual(['crop-rotate', 'upscale'])
    expect(stored.steps[2]?.params).toEqual(upscale.params.parse({ scale: 2 }))
    expect(stored.steps[2]?.models.map((m) => m.id)).toEqual(['upscale-clean-x2'])
    expect(stored.steps[1]?.enabled).toBe(false)
  })

  test.each([
    ['unknown operation', step('sharpen-everything'), /does not exist/],
    ['operation named like a property', step('constructor'), /does not exist/],
    ['newer version', step('upscale', {}, { version: 2 }), /newer version/],
    ['unknown parameter', step('upscale', { size: 3 }), /“upscale” cannot run/],
    ['parameter out of range', step('upscale', { scale: 9 }), /scale/],
  ])('%s is one clear sentence', (_, bad, sentence) => {
    expect(() => resolve(bad)).toThrow(sentence)
    expect(() => resolve(bad)).toThrow(AppError)
  })

  test('a missing model is told before anything runs', () => {
    const none = openModelStore([])
    expect(() => resolveRecipe(recipe(step('upscale')), none)).toThrow(/not installed/)
    expect(resolveRecipe(recipe(step('upscale', { scale: 1 })), none).steps.length).toBe(1)
  })

  test('another model may enlarge, a model for something else may not', () => {
    installStandIn(folder, 'mine', repeater(3))
    installStandIn(folder, 'faces', repeater(1), { task: 'detect-faces' })
    const { recipe: stored, notes } = resolve(step('upscale', { scale: 3, model: 'mine' }))
    expect(stored.steps[0]?.models.map(({ id }) => id)).toEqual(['mine'])
    expect(notes).toEqual([])
    expect(() => resolve(step('upscale', { model: 'faces' }))).toThrow(/is for another task/)
    expect(() => resolve(step('upscale', { model: 'gone' }))).toThrow(/“gone” is not installed/)
    const before = step('upscale', { model: 'mine' }, { models: [{ id: 'mine', sha256: 'a'.repeat(64) }] })
    expect(resolve(before).notes).toEqual([expect.stringMatching(/“mine” has changed since this recipe was made/)])
    for (const id of ['mine', 'faces']) rmSync(join(folder, id), { recursive: true })
  })

  test('the template is not for users', () => {
    expect(() => resolveRecipe(recipe(step('_example')), models)).toThrow(/does not exist/)
  })
})

describe('restoring', () => {
  test.each([1, 2, 3, 4] as const)('keeps %i channels and the bit depth, at odd sizes', async (channels) => {
    const source = picture(37, 23, channels, { bitDepth: 16 })
    const before = toFloats(source.raster).slice()
    const done = await restorePicture(source, recipe(step('upscale'), step('crop-rotate', { turn: 90 })), context())
    expect(done.picture.raster).toMatchObject({ width: 46, height: 74, channels })
    expect(done.picture.bitDepth).toBe(16)
    expect(toFloats(source.raster)).toEqual(before)
    expect(done.recipe.steps.map((s) => s.operation)).toEqual(['crop-rotate', 'upscale'])
    expect(done.timings.inference).toBeGreaterThan(0)
    expect(done.fidelity).toBeGreaterThan(30)
  })

  test('the same work gives the same bytes', async () => {
    const once = () => restorePicture(picture(50, 40, 3), recipe(step('upscale', { scale: 3 })), context())
    const [a, b] = [await once(), await once()]
    expect(toFloats(a.picture.raster)).toEqual(toFloats(b.picture.raster))
    expect(a.fidelity).toBe(b.fidelity)
  })

  test('alpha passes by untouched where nothing is enlarged, colours under it too', async () => {
    const source = picture(20, 10, 4)
    const done = await restorePicture(source, recipe(step('_example', { amount: 1 })), context())
    const [before, after] = [toFloats(source.raster), toFloats(done.picture.raster)]
    const expected = before.map((value, i) => (i % 4 === 3 ? value : 1 - value))
    expect(Math.max(...after.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-5)
  })

  test('an empty recipe gives the picture back, fully true', async () => {
    const source = picture(20, 10, 3)
    const done = await restorePicture(source, recipe(), context())
    expect(done.picture.raster).toBe(source.raster)
    expect(done).toMatchObject({ fidelity: 100, inventionShare: 0, inventedBy: [] })
  })

  test('progress never falls and ends at 1', async () => {
    const seen: Progress[] = []
    const onProgress = (progress: Progress) => seen.push(progress)
    const steps = [step('crop-rotate', { angle: 2 }), step('_example'), step('upscale')]
    await restorePicture(picture(300, 200, 3), recipe(...steps), context({ onProgress, startTile: 64 }))
    const fractions = seen.map(({ fraction }) => fraction)
    expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions)
    expect(fractions.at(-1)).toBe(1)
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(['crop-rotate', '_example', 'upscale', 'check'])
  })

  test('stops when asked', async () => {
    let asked = 0
    const cancelled = () => ++asked > 3
    expect(
      await codeFrom(
        restorePicture(picture(600, 600, 3), recipe(step('upscale')), context({ cancelled, startTile: 64 })),
      ),
    ).toBe('cancelled')
    expect(asked).toBeLessThan(8)
  })

  test('a result that no file could hold is refused before work', async () => {
    const flat: Raster = { width: 60_000, height: 60_000, channels: 1, store: new Uint16Array(0) }
    const work = restorePicture({ raster: flat, bitDepth: 8, metadata: {} }, recipe(step('upscale')), context())
    expect(await codeFrom(work)).toBe('output-too-large')
  })

  test('a gray profile does not survive colours', async () => {
    const colourise = defineOperation({
      id: '_example',
      version: 1,
      stage: 'colour',
      params: z.strictObject({ amount: z.number().default(0) }),
      models: [],
      tiling: 'whole-image',
      appliesTo: ['image'],
      invention: 'none',
      neural: false,
    }) as unknown as Operation
    const icc = Buffer.from('profile')
    const done = await restorePicture(
      picture(4, 4, 3, { metadata: { icc } }),
      recipe(step('_example')),
      context({ operations: new Map([['_example', colourise]]) }),
    )
    expect(done.picture.metadata.icc).toBe(icc)
  })
})
