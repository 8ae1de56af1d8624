import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  drawPhotos,
  enlarge,
  entry,
  filesBelow,
  importAll,
  isBuilt,
  type RunningTestEngine,
  sha256Of,
  startEngine,
  untilIdle,
} from './engine-runner.ts'

const PHOTOS = 8
const KILLS = 13
/** What is killed: the engine, the shell that keeps it, or both in the same moment, as when the power goes. */
const victims = ['engine', 'shell', 'both'] as const

let folder: string
let photos: string[]
let sums: string[]

beforeAll(async () => {
  if (!isBuilt) throw new Error('These tests run the built engine: npm run build first.')
  folder = await mkdtemp(join(tmpdir(), 'daguerre-kill-'))
  photos = await drawPhotos(join(folder, 'photos'), PHOTOS, 96)
  sums = await Promise.all(photos.map(sha256Of))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The engine of a killed shell ends by itself; until then it holds the library. */
async function startWhenFree(library: string): Promise<RunningTestEngine> {
  for (let tries = 0; ; tries++) {
    try {
      return await startEngine(library)
    } catch (error) {
      if ((error as { code?: string }).code !== 'catalog-busy' || tries > 100) throw error
      await pause(100)
    }
  }
}

/** Runs shell and engine for a random while, then SIGKILLs. @returns whether the engine had opened the library by then */
async function runAndKill(library: string, victim: (typeof victims)[number], ms: number): Promise<boolean> {
  const shell = fork(fileURLToPath(new URL('./fixture-shell.ts', import.meta.url)), [
    entry,
    '--library',
    library,
    '--device',
    'cpu',
    '--threads',
    '1',
  ])
  const ended = once(shell, 'exit')
  const [{ pid }] = (await once(shell, 'message')) as [{ pid: number }]
  let ready = false
  const up = once(shell, 'message').then(() => {
    ready = true
  })
  // Every fifth dies while it starts; the others some way into the work.
  if (ms % 5 !== 0) await Promise.race([up, ended])
  await pause(ms)
  if (victim !== 'shell') kill(pid)
  if (victim === 'both') shell.kill('SIGKILL')
  if (victim === 'shell') shell.kill('SIGKILL')
  if (victim === 'engine') shell.kill('SIGTERM')
  await ended
  await gone(pid)
  return ready
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Ended by itself: the library was still held by the engine before.
  }
}

/** No orphan outlives its shell for long. */
async function gone(pid: number): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await pause(20)
  }
  throw new Error('the engine outlived its shell')
}

/** A generator that gives the same numbers for the same seed: a failure can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Hash of every result, by the original's file name. */
async function results(library: string, { call }: RunningTestEngine): Promise<Record<string, string[]>> {
  const { items } = await call('catalog.list', {})
  const found: Record<string, string[]> = {}
  for (const { id, name } of items) {
    const { original, restorations } = await call('catalog.get', { id })
    const folderOf = join(library, 'Restorations', original.sha256.slice(0, 2), original.sha256)
    found[name] = await Promise.all(restorations.map((each) => sha256Of(join(folderOf, `${each.id}.png`))))
    expect(found[name]).toEqual(restorations.map((each) => each.sha256))
  }
  return found
}

test('killed at random, everything is done in the end, as if nothing had happened', { timeout: 300_000 }, async () => {
  const calm = join(folder, 'calm')
  const undisturbed = await startEngine(calm)
  await undisturbed.call('jobs.restore', { ids: await importAll(undisturbed, photos), recipe: enlarge })
  await untilIdle(undisturbed.call)
  const expected = await results(calm, undisturbed)
  await undisturbed.stop()
  expect(Object.values(expected).map((hashes) => hashes.length)).toEqual(Array(PHOTOS).fill(1))

  const library = join(folder, 'library')
  let engine = await startEngine(library)
  await engine.call('jobs.restore', { ids: await importAll(engine, photos), recipe: enlarge })
  await engine.kill()

  const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`KILL_SEED=${seed}`)
  const random = randomFrom(seed)
  let working = 0
  for (let n = 0; n < KILLS || working < 12; n++) {
    const ready = await runAndKill(library, victims[n % victims.length] ?? 'both', Math.floor(random() * 400))
    if (ready) working++
    expect(n).toBeLessThan(60)
  }

  engine = await startWhenFree(library)
  // A job during which the engine died three times is given up by design; a person would press "again".
  const failed = (await untilIdle(engine.call)).filter((job) => job.state === 'failed')
  for (const job of failed) expect(job.error?.code).toBe('engine-crashed')
  if (failed.length > 0) await engine.call('jobs.retry', { ids: failed.map((job) => job.id) })
  const jobs = await untilIdle(engine.call)
  expect(jobs.map((job) => job.state)).toEqual(Array(PHOTOS).fill('done'))
  expect(await results(library, engine)).toEqual(expected)
  await expect.poll(() => strays(library), { timeout: 10_000 }).toEqual([])
  expect(await engine.call('catalog.verify', {})).toMatchObject({ intact: PHOTOS, changed: [], missing: [] })
  await engine.stop()

  const db = new Sqlite(join(library, 'daguerre.sqlite'), { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
  expect(await Promise.all(photos.map(sha256Of))).toEqual(sums)
})

test('killed while pictures are added, each is added once', async () => {
  const library = join(folder, 'adding')
  for (const ms of [20, 90, 200]) {
    const engine = await startEngine(library)
    importAll(engine, photos).catch(() => {})
    await pause(ms)
    await engine.kill()
  }
  const engine = await startEngine(library)
  await importAll(engine, photos)
  const { items } = await engine.call('catalog.list', {})
  expect(items.map((item) => item.name).toSorted()).toEqual(photos.map((photo) => basename(photo)).toSorted())
  await expect.poll(() => strays(library), { timeout: 10_000 }).toEqual([])
  await engine.stop()
})

/** Half-written files, and results without a sidecar or the other way round. */
async function strays(library: string): Promise<string[]> {
  const files = await filesBelow(library)
  const has = new Set(files)
  return files.filter((file) => {
    if (file.endsWith('.part')) return true
    if (!file.startsWith('Restorations')) return false
    const stem = file.replace(/(\.map)?\.(png|json)$/, '')
    return !has.has(`${stem}.png`) || !has.has(`${stem}.json`)
  })
}
