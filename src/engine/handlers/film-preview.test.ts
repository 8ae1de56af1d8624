import { existsSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { builtInModels } from '../built-in-models.ts'
import { filmPreviewFile } from '../catalog/library.ts'
import { openTemporary, someOriginal } from '../catalog/testing.ts'
import {
  hasFfmpeg,
  makeFilm,
  newFolder,
  picture,
  probe,
  quickly,
  recipeOf,
  step,
  tone,
  unlessSkipped,
} from '../film/testing.ts'
import { openModelStore } from '../inference/models.ts'
import type { Lane } from '../jobs/lane.ts'
import { createPerformer } from '../jobs/perform.ts'
import { tenSeconds } from '../jobs/testing.ts'
import type { Task, WorkerSettings } from '../jobs/worker-messages.ts'
import { createLocator } from '../renditions.ts'
import { filmHandlers } from './film.ts'
import { filmPreviewHandlers } from './film-preview.ts'

const folder = newFolder()
const film = join(folder, 'film.mp4')
beforeAll(() => {
  if (hasFfmpeg) makeFilm(film, ...picture(2), ...tone(2), ...quickly, '-c:a', 'aac')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The worker's own work, in this thread. */
function directLane(): { lane: Lane; tasks: Task[] } {
  const perform = createPerformer()
  const tasks: Task[] = []
  const run: Lane['run'] = (task, settings, onProgress) => {
    tasks.push(task)
    let stopped = false
    const steer = (signal: string) => {
      stopped = signal === 'stop'
    }
    const controls = { cancelled: () => stopped, onProgress: onProgress ?? (() => undefined) }
    return { result: perform(task, settings, controls) as Promise<never>, steer }
  }
  return { lane: { run, close: async () => undefined }, tasks }
}

describe.runIf(hasFfmpeg)(unlessSkipped('a preview of a film'), { timeout: 300_000 }, () => {
  const open = () => {
    const catalog = openTemporary()
    const { size, mtimeMs } = statSync(film)
    const also = { path: film, kind: 'video' as const, bytes: size, mtime: Math.floor(mtimeMs) }
    const original = someOriginal('film.mp4', also)
    catalog.originals.add([original])
    const { lane, tasks } = directLane()
    const settings = (): WorkerSettings => ({ models: [builtInModels()], device: 'cpu', threads: 1 })
    const models = openModelStore([builtInModels()])
    const measured: number[] = []
    const films = {
      ...tenSeconds.films,
      measured: (_id: string, _recipe: Recipe, took: number) => void measured.push(took),
    }
    const deps = { catalog, lane, settings, models, estimator: { films } }
    const handlers = { ...filmHandlers({ catalog }), ...filmPreviewHandlers(deps) }
    return {
      catalog,
      handlers,
      tasks,
      measured,
      wish: { id: original.id, recipe: recipeOf(step('deflicker')), from: 0.4 },
    }
  }
  const quiet = () => ({ signal: new AbortController().signal, emit: () => undefined })

  test('holds the piece with everything applied, plays, and is no version', async () => {
    const { catalog, handlers, tasks, measured, wish } = open()
    const { preview, seconds } = await handlers['film.preview']({ ...wish, seconds: 0.8 }, quiet())
    expect(seconds).toBeGreaterThan(0)
    // The whole film is told by the pace of these seconds.
    expect(measured).toHaveLength(1)
    expect(measured[0]).toBeGreaterThan(0)
    const made = join(catalog.library.root, filmPreviewFile(preview))
    expect(probe(made, 'packet=pts_time', '-select_streams', 'v')).toHaveLength(20)
    expect(probe(made, 'stream=codec_type')).toEqual(['video', 'audio'])
    expect(catalog.restorations.ofOriginal(wish.id)).toEqual([])
    expect(readdirSync(catalog.library.scratch)).toEqual([])

    const which = { id: preview, of: 'preview' as const }
    const { asset } = await handlers['film.playable'](which, quiet())
    const located = await createLocator(catalog)(asset.split('?')[0] as string)
    expect(probe(join(catalog.library.root, located.file), 'packet=pts_time', '-select_streams', 'v')).toHaveLength(20)
    expect(await handlers['film.still']({ ...which, at: 0.4 }, quiet())).toHaveProperty('asset')

    // Asked for again it is there; another place, or another recipe, is another preview.
    expect(await handlers['film.preview']({ ...wish, seconds: 0.8 }, quiet())).toEqual({ preview, seconds: 0 })
    expect(tasks).toHaveLength(1)
    const other = await handlers['film.preview']({ ...wish, from: 1, seconds: 0.4 }, quiet())
    expect(other.preview).not.toBe(preview)
  })

  test('that nobody waits for leaves nothing', async () => {
    const { catalog, handlers, wish } = open()
    const leaving = new AbortController()
    const emit = () => leaving.abort()
    const making = handlers['film.preview']({ ...wish, seconds: 1 }, { signal: leaving.signal, emit })
    expect(codeOf(await Promise.resolve(making).catch((error: unknown) => error))).toBe('cancelled')
    expect(readdirSync(catalog.library.scratch)).toEqual([])
    const left = join(catalog.library.root, 'Cache', 'film-preview')
    const files = existsSync(left) ? readdirSync(left, { recursive: true, withFileTypes: true }) : []
    expect(files.filter((each) => each.isFile())).toEqual([])
  })

  test('is only found by its own name', async () => {
    const { handlers } = open()
    const still = handlers['film.still']({ id: '../../secret', of: 'preview', at: 0 }, quiet())
    expect(codeOf(await Promise.resolve(still).catch((error: unknown) => error))).toBe('not-found')
  })
})
