import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { builtInModels } from '../../engine/built-in-models.ts'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { lineFinder } from '../../engine/inference/testing/repair-stand-ins.ts'
import { installStandIn } from '../../engine/inference/testing/stand-ins.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { Stroke } from '../../shared/strokes.ts'
import { normalAt } from './noise.ts'
import operation from './op.ts'
import { run } from './run.ts'

/** A crude finder and the filler we ship. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-repair-'))
installStandIn(folder, 'scratch-detect', lineFinder(), {
  multiple: 16,
  output: { name: 'output', channels: 1, range: [0, 1], colour: 'mask' },
})
const sessions = createSessionPool(openModelStore([folder, builtInModels()]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

const [WIDTH, HEIGHT] = [200, 140]
const truth = (x: number, y: number, c: number) => 0.3 + 0.12 * Math.sin(x / 40 + c / 3) * Math.cos(y / 30)
const isScratch = (x: number, y: number) => Math.abs(x - 60 - y / 5) < 1.5 || (Math.abs(y - 90) < 1 && x > 100)

function print(channels: 1 | 3, grain: number): Raster {
  const image = createRaster(WIDTH, HEIGHT, channels, false)
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
    for (let c = 0; c < channels; c++)
      image.store[i * channels + c] = isScratch(x, y) ? 0.95 : truth(x, y, c) + grain * normalAt(x, y, 3)
  }
  return image
}
const repair = (image: Raster, params: Record<string, unknown> = {}, context = testContext({ sessions })) =>
  run(image, operation.params.parse({ mode: 'auto', ...params }), context)

/** Root of the mean squared departure from the truth where the scratches were. */
function departure(image: Raster): number {
  const data = toFloats(image)
  let [sum, count] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / image.channels)
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)]
    if (!isScratch(x, y)) continue
    sum += ((data[i] as number) - truth(x, y, i % image.channels)) ** 2
    count++
  }
  return Math.sqrt(sum / count)
}

test.each([1, 3] as const)('%i channels: scratches go, all else stays', async (channels) => {
  const image = print(channels, 0)
  const { image: result, invention } = await repair(image)
  expect(departure(image)).toBeGreaterThan(0.3)
  expect(departure(result)).toBeLessThan(0.03)
  const [before, after, map] = [toFloats(image), toFloats(result), toFloats(invention as Raster)]
  expect(after.every((value, i) => value === before[i] || (map[Math.floor(i / channels)] as number) > 0)).toBe(true)
  const marked = map.filter((value) => value > 0.5).length
  const damaged = Array.from({ length: WIDTH * HEIGHT }).filter((_, i) => isScratch(i % WIDTH, Math.floor(i / WIDTH)))
  expect(marked).toBeGreaterThan(damaged.length * 0.9)
  expect(marked).toBeLessThan(damaged.length * 1.6)
})

test('a repair in grain has grain: it is not a smooth stripe', async () => {
  const { image } = await repair(print(1, 0.05))
  expect(departure(image)).toBeGreaterThan(0.035)
  expect(departure(image)).toBeLessThan(0.075)
})

test('half the strength leaves half of the damage', async () => {
  const image = print(1, 0)
  const [half, invention] = [await repair(image, { strength: 0.5 }), await repair(image, { strength: 0 })]
  expect(departure(half.image) / departure(image)).toBeCloseTo(0.5, 1)
  expect(invention.image).toBe(image)
})

const stroke = (mode: Stroke['mode'], ...points: [number, number][]): Stroke => ({ mode, radius: 0.02, points })

test('brush mode fills what is painted, nothing else, and asks no detector', async () => {
  const image = print(1, 0)
  const strokes = [stroke('add', [0.5, 0.645], [1, 0.645])]
  const asked: string[] = []
  const context = testContext({ sessions })
  const { image: result } = await repair(
    image,
    { mode: 'brush', strokes },
    {
      ...context,
      session: (id) => {
        asked.push(id)
        return context.session(id)
      },
    },
  )
  expect(asked).toEqual(['inpaint-thin'])
  const value = (x: number, y: number) => toFloats(result)[y * WIDTH + x] as number
  expect(Math.abs(value(150, 90) - truth(150, 90, 0))).toBeLessThan(0.04)
  expect(value(62, 10)).toBeCloseTo(0.95)
})

test('C44: many places that do not touch are healed in one pass', async () => {
  const spots = Array.from({ length: 24 }, (_, i) => [15 + (i % 6) * 34, 15 + Math.floor(i / 6) * 36] as const)
  const image = createRaster(WIDTH, HEIGHT, 1, false)
  const isSpot = (x: number, y: number) => spots.some(([left, top]) => Math.hypot(x - left, y - top) < 2.5)
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
    image.store[i] = isSpot(x, y) ? 0.95 : truth(x, y, 0)
  }
  const strokes = spots.map(([x, y]) => stroke('add', [(x + 0.5) / WIDTH, (y + 0.5) / HEIGHT]))
  const { image: result } = await repair(image, { mode: 'brush', strokes })
  const data = toFloats(result)
  for (const [x, y] of spots)
    expect(Math.abs((data[y * WIDTH + x] as number) - truth(x, y, 0)), `${x}, ${y}`).toBeLessThan(0.05)
  expect(data[120 * WIDTH + 100]).toBe(image.store[120 * WIDTH + 100])
})

test('what is taken away with the brush is left alone', async () => {
  const image = print(1, 0)
  const { image: result } = await repair(image, { strokes: [stroke('remove', [0, 0.645], [1, 0.645])] })
  const value = (x: number, y: number) => toFloats(result)[y * WIDTH + x] as number
  expect(value(150, 90)).toBeCloseTo(0.95)
  expect(Math.abs(value(62, 10) - truth(62, 10, 0))).toBeLessThan(0.04)
})

test('nothing to repair: the same picture, and no invention', async () => {
  const image = print(1, 0)
  const { image: result, invention } = await repair(image, { mode: 'brush' })
  expect(result).toBe(image)
  expect(invention).toBeUndefined()
})

test('only what will run is asked for', () => {
  const models = (params: Record<string, unknown>) => operation.modelsFor?.(operation.params.parse(params))
  expect(models({ mode: 'auto' })).toEqual(['scratch-detect', 'face-detect', 'inpaint-thin'])
  expect(models({})).toEqual([])
  expect(models({ mode: 'brush', strokes: [stroke('add', [0, 0])] })).toEqual(['inpaint-thin'])
  expect(models({ mode: 'auto', strength: 0 })).toEqual([])
})

test('a scan so fine that a scratch is a broad band is looked at smaller, too', async () => {
  const image = createRaster(1700, 120, 1, false)
  for (let i = 0; i < image.store.length; i++) image.store[i] = Math.abs((i % 1700) - 799.5) < 3 ? 0.9 : 0.4
  const { invention } = await repair(image)
  const map = toFloats(invention as Raster)
  expect(map[60 * 1700 + 800]).toBe(1)
  expect(map[60 * 1700 + 820]).toBe(0)
})
