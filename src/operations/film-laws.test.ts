import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../engine/inference/models.ts'
import { createSessionPool } from '../engine/inference/session-pool.ts'
import { installColourist } from '../engine/inference/testing/colour-stand-ins.ts'
import type { ContextOptions } from '../engine/pipeline/context.ts'
import { testContext } from '../engine/pipeline/test-context.ts'
import { AppError, codeOf } from '../shared/errors.ts'
import { createRaster, type Raster, toFloats } from '../shared/image/raster.ts'
import type { FilmWindow, Operation, Shot } from './define.ts'
import { allOperations } from './index.ts'
import { filmWorks, runs } from './runs.ts'

/** What every work on films promises, tried on every `film.ts` there is. */
const works = [...filmWorks].map(([id, work]) => ({ id, work, operation: allOperations.get(id) as Operation }))

const folder = mkdtempSync(join(tmpdir(), 'daguerre-film-laws-'))
installColourist(folder)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

/** A frame of a shot: a drifting pattern that flickers, with grain and a speck of its own. */
function frame(index: number, width: number, height: number): Raster {
  const image = createRaster(width, height, 3, false)
  let state = index + 7
  for (let i = 0; i < image.store.length; i++) {
    const pixel = Math.floor(i / 3)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const light = 0.45 + 0.25 * Math.sin((x - index) / 5) + 0.1 * Math.cos(y / 4) + 0.04 * (index % 3)
    image.store[i] = light + (i % 3) * 0.01 + (state / 2 ** 32 - 0.5) * 0.02
  }
  const speck = ((index * 37) % Math.max(1, width - 3)) + Math.floor(height / 2) * width
  for (let k = 0; k < 3; k++) for (let c = 0; c < 3; c++) image.store[(speck + k) * 3 + c] = 0.98
  return image
}

const FRAMES = 7
function shotOf(frames: readonly Raster[]): Shot {
  const light = frames.map((image) => {
    const values = toFloats(image).toSorted()
    const at = (part: number) => values[Math.floor(part * (values.length - 1))] as number
    return { mean: at(0.5), dark: at(0.02), median: at(0.5), bright: at(0.98) }
  })
  const motion = frames.map((_, i) => ({ dx: i === 0 ? 0 : ((i % 2) - 0.5) * 0.02, dy: 0, turn: 0 }))
  return { first: 0, frames: frames.length, light, motion, samples: frames }
}
const windowAt = (
  frames: readonly Raster[],
  index: number,
  radius: number,
  carried: Uint8Array | undefined,
): FilmWindow => ({
  index,
  frames: frames.length,
  at: (offset) => (Math.abs(offset) <= radius ? frames[index + offset] : undefined),
  carried,
})

test('a film needs an operation that says so, and the other way round', () => {
  for (const { id, operation } of works) expect(operation.appliesTo, id).toContain('video')
  const forFilms = [...allOperations.values()].filter(({ appliesTo }) => appliesTo.includes('video'))
  expect(forFilms.filter(({ id }) => !filmWorks.has(id) && !runs.has(id)).map(({ id }) => id)).toEqual([])
  expect(works.length).toBeGreaterThanOrEqual(5)
})

describe.each(works.map((each) => [each.id, each] as const))('%s', (_, { work, operation }) => {
  const params = operation.params.parse({})
  const radius = work.radius(params)
  const make = async (
    frames: readonly Raster[],
    index: number,
    options: Partial<ContextOptions> = {},
    carried?: Uint8Array,
  ) => {
    // As it comes back from the disk after an interruption.
    const plan = JSON.parse(JSON.stringify(work.plan?.(shotOf(frames), params) ?? null)) as unknown
    return work.run(windowAt(frames, index, radius, carried), params, testContext({ sessions, ...options }), plan)
  }
  const shot = (width: number, height: number, count = FRAMES) =>
    Array.from({ length: count }, (__, i) => frame(i, width, height))

  test.each([
    [64, 48, 3],
    [33, 17, 0],
    [33, 17, FRAMES - 1],
    [5, 40, 3],
  ])('keeps size and input at %i x %i, frame %i', async (width, height, index) => {
    const frames = shot(width, height)
    const before = frames.map(({ store }) => store.slice())
    const { image, invention } = await make(frames, index)
    expect(frames.map(({ store }) => store)).toEqual(before)
    const size = operation.outputSize?.(params, { width, height }) ?? { width, height }
    expect(image).toMatchObject({ ...size, channels: 3 })
    expect(toFloats(image).every(Number.isFinite)).toBe(true)
    expect(invention !== undefined && operation.invention === 'none').toBe(false)
  })

  test('a shot of a single frame is one, too', async () => {
    const { image } = await make(shot(40, 30, 1), 0)
    expect(image).toMatchObject({ width: 40, height: 30 })
  })

  test('the same work gives the same bytes', async () => {
    const [a, b] = [await make(shot(48, 40), 3), await make(shot(48, 40), 3)]
    expect(toFloats(a.image)).toEqual(toFloats(b.image))
  })

  test('leaves something for the next frame if it says so, in bytes, and never changes what it is given', async () => {
    const frames = shot(48, 40)
    const { carried } = await make(frames, 0)
    expect(carried instanceof Uint8Array).toBe(work.carries?.(params) ?? false)
    if (!carried) return
    const before = carried.slice()
    const [a, b] = [await make(frames, 1, {}, carried), await make(frames, 1, {}, Uint8Array.from(carried))]
    expect(carried).toEqual(before)
    expect([toFloats(b.image), b.carried]).toEqual([toFloats(a.image), a.carried])
  })

  test('progress rises to 1, and a stop is heard', async () => {
    const seen: number[] = []
    await make(shot(64, 48), 3, { progress: (fraction) => seen.push(fraction) })
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
    expect(seen.at(-1)).toBe(1)
    if (operation.id === 'deinterlace') return
    const failure = await make(shot(64, 48), 3, { cancelled: () => true }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(codeOf(failure)).toBe('cancelled')
  })
})
