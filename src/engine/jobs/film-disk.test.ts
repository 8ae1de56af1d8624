import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { builtInModels } from '../built-in-models.ts'
import { openTemporary, someOriginal } from '../catalog/testing.ts'
import { hasFfmpeg, makeFilm, picture, probe, quickly, recipeOf, step, unlessSkipped } from '../film/testing.ts'
import type { Lane } from './lane.ts'
import { createPerformer } from './perform.ts'
import { Queue } from './queue.ts'
import { tenSeconds } from './testing.ts'

const disk = vi.hoisted(() => ({ isFull: (): boolean => false }))
vi.mock('node:fs/promises', async (actual) => {
  const real = await actual<typeof import('node:fs/promises')>()
  const statfs = async (place: string) => {
    const found = await real.statfs(place)
    return disk.isFull() ? Object.assign(found, { bavail: 0 }) : found
  }
  return { ...real, statfs }
})

const folder = mkdtempSync(join(tmpdir(), 'daguerre-film-disk-'))
const film = join(folder, 'film.mp4')
beforeAll(() => {
  if (hasFfmpeg) makeFilm(film, ...picture(20, '64x48', '10'), ...quickly)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
const patiently = { timeout: 120_000, interval: 50 }

describe.runIf(hasFfmpeg)(unlessSkipped('a disk that fills'), { timeout: 400_000 }, () => {
  test('stops a film between two pieces; it waits, says so, and goes on there when there is room', async () => {
    const catalog = openTemporary()
    const { size, mtimeMs } = statSync(film)
    const also = { path: film, kind: 'video' as const, bytes: size, mtime: Math.floor(mtimeMs) }
    const original = someOriginal('film.mp4', also)
    catalog.originals.add([original])
    const perform = createPerformer()
    const run: Lane['run'] = (task, settings, onProgress) => {
      const controls = { cancelled: () => false, onProgress: onProgress ?? (() => undefined) }
      return { result: perform(task, settings, controls) as Promise<never>, steer: () => undefined }
    }
    const queue = new Queue({
      catalog,
      lane: { run, close: async () => undefined },
      estimator: tenSeconds,
      settings: () => ({ models: [builtInModels()], device: 'cpu', threads: 1 }),
      engineVersion: '0.1.0',
      log: () => undefined,
      onStuck: () => undefined,
    })
    const scratch = () => readdirSync(catalog.library.scratch).filter((name) => name.startsWith('film-'))
    const piece = () => join(catalog.library.scratch, scratch()[0] ?? 'none', '000000.mov')
    // From the moment the first piece is finished there is no room.
    disk.isFull = () => existsSync(piece())
    const [id = ''] = queue.restore([original.id], recipeOf(step('deflicker')), 0)
    await vi.waitFor(() => expect(queue.list().paused).toBe(true), patiently)
    expect(queue.list().jobs[0]).toMatchObject({ id, state: 'waiting', attempts: 0, error: { code: 'disk-full' } })
    const written = statSync(piece()).mtimeMs
    expect(existsSync(piece().replace('000000', '000001'))).toBe(false)

    disk.isFull = () => false
    queue.resume()
    const again = vi.waitFor(() => expect(existsSync(piece().replace('000000', '000001'))).toBe(true), patiently)
    await again
    expect(statSync(piece()).mtimeMs).toBe(written)
    await vi.waitFor(() => expect(catalog.restorations.find(id)).toBeDefined(), patiently)
    const made = join(catalog.library.root, catalog.restorations.need(id).file)
    expect(probe(made, 'packet=pts_time', '-select_streams', 'v')).toHaveLength(200)
    expect(scratch()).toEqual([])
    await queue.close()
  })
})
