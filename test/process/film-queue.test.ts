import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  hasFfmpeg,
  makeFilm,
  picture,
  probe,
  quickly,
  recipeOf,
  step,
  unlessSkipped,
} from '../../src/engine/film/testing.ts'
import type { Job } from '../../src/shared/entities.ts'
import { importAll, isBuilt, type RunningTestEngine, sha256Of, startEngine } from './engine-runner.ts'

const recipe = recipeOf(step('deflicker'))
const patiently = { timeout: 120_000, interval: 100 }
const FRAMES = 200

let folder = ''
let film = ''
beforeAll(async () => {
  if (!isBuilt) throw new Error('These tests run the built engine: npm run build first.')
  folder = await mkdtemp(join(tmpdir(), 'daguerre-film-queue-'))
  // Longer than a piece may be, so that there are two; small, so that it takes a moment.
  if (hasFfmpeg) film = makeFilm(join(folder, 'film.mp4'), ...picture(20, '64x48', '10'), ...quickly, '-g', '20')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const jobOf = async ({ call }: RunningTestEngine, id: string): Promise<Job> => {
  const found = (await call('jobs.list', {})).jobs.find((job) => job.id === id)
  if (!found) throw new Error('the job is gone')
  return found
}
const untilState = (engine: RunningTestEngine, id: string, state: Job['state']) =>
  vi.waitFor(async () => expect((await jobOf(engine, id)).state).toBe(state), patiently)
/** It works on frames, and is not only looking at them. */
const untilWorking = (engine: RunningTestEngine, id: string) =>
  vi.waitFor(async () => expect((await jobOf(engine, id)).framesPerSecond).toBeGreaterThan(0), patiently)

const scratchOf = (library: string) => join(library, 'Scratch')
const scratches = (library: string) => readdirSync(scratchOf(library)).filter((name) => name.startsWith('film-'))

async function begun(name: string) {
  const library = join(folder, name)
  const engine = await startEngine(library)
  const [original = ''] = await importAll(engine, [film])
  const { jobs } = await engine.call('jobs.restore', { ids: [original], recipe })
  const [id = ''] = jobs
  const result = async (running = engine) => {
    const { restorations } = await running.call('catalog.get', { id: original })
    expect(restorations).toHaveLength(1)
    const rest = readdirSync(join(library, 'Restorations'), { recursive: true, encoding: 'utf8' })
    return join(library, 'Restorations', rest.find((file) => file.endsWith('.mp4')) as string)
  }
  return { library, engine, original, id, result }
}

const countFrames = (file: string) => probe(file, 'packet=pts_time', '-select_streams', 'v').length

describe.runIf(hasFfmpeg)(unlessSkipped('films in the queue'), { timeout: 600_000 }, () => {
  test('pause where they are and go on there; called off, they leave nothing', async () => {
    const { library, engine, original, id, result } = await begun('paused')
    try {
      await untilWorking(engine, id)
      await engine.call('jobs.pause', { ids: [id] })
      await untilState(engine, id, 'paused')
      // What the worker had said before it slept has come by now.
      await vi.waitFor(async () => {
        const before = (await jobOf(engine, id)).progress
        await new Promise((next) => setTimeout(next, 500))
        expect((await jobOf(engine, id)).progress).toBe(before)
      }, patiently)
      const { progress } = await jobOf(engine, id)
      expect(progress).toBeLessThan(1)
      expect(await engine.call('catalog.get', { id: original })).toMatchObject({ restorations: [] })
      await engine.call('jobs.resume', { ids: [id] })
      await vi.waitFor(async () => expect(countFrames(await result())).toBe(FRAMES), patiently)
      await vi.waitFor(() => expect(scratches(library)).toEqual([]), patiently)

      const { jobs } = await engine.call('jobs.restore', { ids: [original], recipe })
      const [other = ''] = jobs
      await untilWorking(engine, other)
      expect(scratches(library)).toHaveLength(1)
      await engine.call('jobs.cancel', { ids: [other] })
      await vi.waitFor(() => expect(scratches(library)).toEqual([]), patiently)
      expect((await engine.call('catalog.get', { id: original })).restorations).toHaveLength(1)
    } finally {
      await engine.stop()
    }
  })

  test('killed without warning, they go on after the last finished piece, and the same film comes out', async () => {
    const undisturbed = await begun('undisturbed')
    const whole = await vi.waitFor(() => undisturbed.result(), patiently)
    const expected = await sha256Of(whole)
    await undisturbed.engine.stop()

    const { library, engine, id, result } = await begun('killed')
    const piece = () => join(scratchOf(library), scratches(library)[0] as string, '000000.mov')
    await vi.waitFor(() => expect(existsSync(piece())).toBe(true), { ...patiently, interval: 5 })
    await engine.call('jobs.pause', { ids: [id] })
    const written = statSync(piece()).mtimeMs
    await engine.kill()

    const next = await startEngine(library)
    try {
      await next.call('jobs.resume', { ids: [id] })
      // What was finished is not done again: the next piece is being written.
      const second = () => piece().replace('000000', '000001')
      const isBegun = () => existsSync(second()) || existsSync(`${second()}.part`)
      await vi.waitFor(() => expect(isBegun()).toBe(true), { ...patiently, interval: 5 })
      expect(statSync(piece()).mtimeMs).toBe(written)
      const made = await vi.waitFor(() => result(next), patiently)
      expect(await sha256Of(made)).toBe(expected)
      await vi.waitFor(() => expect(scratches(library)).toEqual([]), patiently)
    } finally {
      await next.stop()
    }
  })
})
