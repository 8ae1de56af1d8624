import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { allOperations } from '../../operations/index.ts'
import { codeOf } from '../../shared/errors.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { Areas, Recipe, RecipeStep } from '../../shared/recipe.ts'
import type { Window } from '../../shared/strokes.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { installRepairers } from '../inference/testing/repair-stand-ins.ts'
import { installUpscalers } from '../inference/testing/stand-ins.ts'
import { type PreviewContext, previewFrame, previewPart } from './preview.ts'
import { restorePicture } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-preview-'))
installUpscalers(folder)
installRepairers(folder)
afterAll(() => rmSync(folder, { recursive: true }))

const context: PreviewContext = {
  models: openModelStore([folder]),
  device: 'cpu',
  threads: 1,
  cancelled: () => false,
  operations: allOperations,
}

/** A faded scene with noise, dark on the left and light on the right: a part says little about its tones. */
function scene(width: number, height: number): Raster {
  const raster = createRaster(width, height, 3, false)
  let state = 5
  for (let i = 0; i < raster.store.length; i++) {
    const pixel = Math.floor(i / 3)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const noise = (state / 2 ** 32 - 0.5) * 0.04
    raster.store[i] = 0.3 + (0.4 * x) / width + 0.06 * Math.sin(x / 7) * Math.cos(y / 9) + noise
  }
  return raster
}

const step = (operation: string, params: Record<string, unknown> = {}): RecipeStep => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})
const recipe = (steps: RecipeStep[], areas?: Areas): Recipe => ({
  version: 1,
  name: 'test',
  steps,
  ...(areas && { areas }),
})

const middle: Window = { left: 0.4, top: 0.3, width: 0.25, height: 0.3 }

/** The largest difference between a preview and the same place of the whole restoration, of 255 levels. */
async function departure(steps: RecipeStep[], areas?: Areas): Promise<number> {
  const raster = scene(320, 240)
  const wish = recipe(steps, areas)
  const frame = await previewFrame(raster, wish, context)
  const { image, box } = await previewPart(frame, wish, middle, context)
  const whole = await restorePicture({ raster, bitDepth: 8, metadata: {} }, wish, {
    ...context,
    onProgress: () => undefined,
  })
  const result = whole.picture.raster
  const scale = result.width / frame.width
  const [left, top] = [box.left * scale, box.top * scale]
  expect([image.width, image.height]).toEqual([box.width * scale, box.height * scale])
  const [part, all] = [toFloats(image), toFloats(result)]
  let worst = 0
  for (let y = 0; y < image.height; y++)
    for (let i = 0; i < image.width * 3; i++) {
      const there = all[((top + y) * result.width + left) * 3 + i] as number
      worst = Math.max(worst, Math.abs((part[y * image.width * 3 + i] as number) - there))
    }
  return worst * 255
}

test.each([
  ['an enlargement', [step('upscale', { scale: 2 })]],
  ['noise', [step('denoise', { strength: 0.8 })]],
  ['tones', [step('recover-tone', { strength: 0.9, localContrast: 0.5 })]],
  ['turning and cropping', [step('crop-rotate', { turn: 90, left: 0.1, width: 0.8 }), step('upscale', { scale: 2 })]],
])('%s: a part is what it will be in the whole', async (_, steps) => {
  expect(await departure(steps)).toBeLessThan(0.6)
})

test('all of it together is within two levels of 255', async () => {
  const steps = [step('denoise', { strength: 0.6 }), step('recover-tone', { strength: 0.8 }), step('upscale')]
  const areas: Areas = { protect: [{ mode: 'add', radius: 0.05, points: [[0.5, 0.45]] }] }
  expect(await departure(steps, areas)).toBeLessThan(2)
})

const painted = (points: [number, number][]) => [{ mode: 'add' as const, radius: 0.012, points }]

test('a painted scratch is repaired in a part as it will be in the whole, and only there', async () => {
  const across = painted([
    [0.42, 0.35],
    [0.6, 0.5],
  ])
  const repair = [step('repair-scratches', { mode: 'brush', strokes: across })]
  // Grain is measured in cells that lie otherwise in a part: what is filled may differ by a little of it.
  expect(await departure(repair)).toBeLessThan(4)
  const raster = scene(320, 240)
  const frame = await previewFrame(raster, recipe(repair), context)
  const { image, box } = await previewPart(frame, recipe(repair), middle, context)
  const untouched = await previewPart(frame, recipe([]), middle, context)
  const [after, before] = [toFloats(image), toFloats(untouched.image)]
  const at = (x: number, y: number) => ((y * 240 - box.top) * image.width + (x * 320 - box.left)) * 3
  const changed = (from: number) => Math.abs((after[from] as number) - (before[from] as number)) > 0.002
  const line = Array.from({ length: 20 }, (_, i) =>
    at(Math.round(320 * (0.44 + 0.006 * i)) / 320, Math.round(240 * (0.367 + 0.005 * i)) / 240),
  )
  expect(line.filter(changed).length).toBeGreaterThan(10)
  expect(changed(at(132 / 320, 138 / 240))).toBe(false)
  // What is painted elsewhere leaves this part as it is.
  const elsewhere = [step('repair-scratches', { mode: 'brush', strokes: painted([[0.1, 0.1]]) })]
  expect(toFloats((await previewPart(frame, recipe(elsewhere), middle, context)).image)).toEqual(before)
})

test('a region beyond the edge is cut, and never empty', async () => {
  const frame = await previewFrame(scene(50, 40), recipe([]), context)
  const corner = { left: 0.9, top: 0.9, width: 0.5, height: 0.5 }
  expect((await previewPart(frame, recipe([]), corner, context)).box).toEqual({
    left: 44,
    top: 36,
    width: 6,
    height: 4,
  })
})

test('what cannot make a part is left out, and named', async () => {
  const operations = new Map(allOperations)
  const tone = operations.get('recover-tone')
  if (tone) operations.set('recover-tone', { ...tone, makesParts: false })
  const frame = scene(60, 40)
  const wish = recipe([step('recover-tone'), step('_example', { amount: 1 })])
  const { image, leftOut } = await previewPart(frame, wish, middle, { ...context, operations })
  expect(leftOut).toEqual(['recover-tone'])
  expect(toFloats(image)[0]).toBeCloseTo(1 - (toFloats(frame)[(12 * 60 + 24) * 3] as number))
})

test('it stops when it is told to', async () => {
  const stopped = previewPart(scene(60, 40), recipe([step('upscale')]), middle, { ...context, cancelled: () => true })
  expect(codeOf(await stopped.catch((error: unknown) => error))).toBe('cancelled')
})

test('what an earlier preview made is not made again, and comes out the same', async () => {
  const asked: string[] = []
  const pool = createSessionPool(context.models, context)
  const counting: PreviewContext = {
    ...context,
    sessions: {
      ...pool,
      session: (...wanted) => {
        asked.push(wanted[0])
        return pool.session(...wanted)
      },
    },
  }
  const fresh = () => previewFrame(scene(320, 240), recipe([]), context)
  const wish = (strength: number, scale: number) =>
    recipe([step('recover-tone', { strength }), step('upscale', { scale })])
  const frame = await fresh()
  const first = await previewPart(frame, wish(0.8, 2), middle, counting)
  expect(asked).toHaveLength(1)
  const same = await previewPart(frame, wish(0.8, 2), middle, counting)
  expect(asked).toHaveLength(1)
  expect(same.image).toBe(first.image)
  const warm = await previewPart(frame, wish(0.8, 3), middle, counting)
  expect(asked).toHaveLength(2)
  const cold = await previewPart(await fresh(), wish(0.8, 3), middle, counting)
  expect(toFloats(warm.image)).toEqual(toFloats(cold.image))
  const changed = await previewPart(frame, wish(0.3, 2), middle, counting)
  expect(toFloats(changed.image)).not.toEqual(toFloats(first.image))
  await pool.release()
})

test('an area put back does not stay in what is remembered', async () => {
  const frame = await previewFrame(scene(160, 120), recipe([]), context)
  const steps = [step('_example', { amount: 1 })]
  const areas: Areas = { protect: [{ mode: 'add', radius: 0.5, points: [[0.5, 0.45]] }] }
  const plain = toFloats((await previewPart(frame, recipe(steps), middle, context)).image).slice()
  await previewPart(frame, recipe(steps, areas), middle, context)
  expect(toFloats((await previewPart(frame, recipe(steps), middle, context)).image)).toEqual(plain)
})
