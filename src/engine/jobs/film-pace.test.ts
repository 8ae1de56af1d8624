import { expect, test, vi } from 'vitest'
import { builtInModels } from '../built-in-models.ts'
import { openTemporary, someOriginal } from '../catalog/testing.ts'
import { readFacts } from '../film/facts.ts'
import { recipeOf, step } from '../film/testing.ts'
import { openModelStore } from '../inference/models.ts'
import { createFilmPace, paceOfProgress } from './film-pace.ts'
import { createPresenter } from './present.ts'
import { tenSeconds } from './testing.ts'

const streams = [{ index: 0, codec_type: 'video', width: 640, height: 480, avg_frame_rate: '25/1', duration: '600' }]
const facts = readFacts({ streams, format: {} }, 'film.mp4')
const recipe = recipeOf(step('deflicker'))
const piece = { ...recipe, part: { from: 10, to: 13 } }

const open = (factor = 1) => {
  const probe = vi.fn(async () => facts)
  return { probe, pace: createFilmPace(openModelStore([builtInModels()]), () => factor, probe) }
}

test('before anything was measured there is a guess, slower on a busy computer; the file is looked at once', async () => {
  const { pace, probe } = open()
  const quiet = await pace.seconds('a', 'film.mp4', recipe)
  expect(quiet).toBeGreaterThan(0)
  expect(await pace.seconds('a', 'film.mp4', recipe)).toBe(quiet)
  expect(probe).toHaveBeenCalledTimes(1)
  expect(await open(3).pace.seconds('a', 'film.mp4', recipe)).toBeCloseTo(3 * quiet, 5)
})

test('three seconds tell what the whole film takes', async () => {
  const { pace } = open(2)
  await pace.seconds('a', 'film.mp4', recipe)
  pace.measured('a', piece, 6)
  expect(await pace.seconds('a', 'film.mp4', recipe)).toBeCloseTo(6 * 200, 3)
  // Of the same steps on another film, too, but not of other steps.
  expect(await pace.seconds('b', 'film.mp4', recipe)).toBeCloseTo(6 * 200, 3)
  const other = recipeOf(step('deflicker'), step('remove-dust'))
  const unmeasured = open(2).pace
  expect(await pace.seconds('a', 'film.mp4', other)).toBe(await unmeasured.seconds('a', 'film.mp4', other))
})

test('the queue tells it of a film that waits', async () => {
  const { pace } = open()
  const catalog = openTemporary()
  const original = someOriginal('film.mp4', { kind: 'video' })
  catalog.originals.add([original])
  const waiting = { original_id: original.id, recipe: JSON.stringify(recipe) }
  const presenter = createPresenter(catalog, { ...tenSeconds, films: pace })
  const row = waiting as Parameters<typeof presenter.expected>[0]
  expect(presenter.expected(row)).toBeUndefined()
  await pace.seconds(original.id, 'film.mp4', recipe)
  pace.measured(original.id, piece, 6)
  expect(presenter.expected(row)).toBeCloseTo(1200, 3)
  expect(presenter.expected({ ...row, recipe: JSON.stringify('faithful') })).toBeUndefined()
})

test('the pace of what runs leaves its start out', () => {
  let at = 0
  const running = paceOfProgress(() => at)
  const saw = (seconds: number, fraction: number, framesPerSecond?: number) => {
    at = seconds * 1000
    running.saw({ fraction, ...(framesPerSecond !== undefined && { framesPerSecond }) })
  }
  saw(0, 0)
  saw(9, 0.08)
  saw(10, 0.1, 5)
  expect(running.seconds()).toBeUndefined()
  saw(12, 0.5, 5)
  expect(running.seconds()).toBeCloseTo(5, 5)
  saw(14, 0.9, 5)
  saw(20, 0.97)
  expect(running.seconds()).toBeCloseTo(5, 5)
})
