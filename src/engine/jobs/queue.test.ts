import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { someRecipe } from '../catalog/testing.ts'
import { WorkerDied } from './lane.ts'
import { MAX_ATTEMPTS } from './outcome.ts'
import { filesOfJob } from './restore-job.ts'
import { catalogWith, queueOf, settled, writeResult } from './testing.ts'

const diskFull = () => new AppError('disk-full', 'The disk is full.', { needed: 1 })

describe('C10: the queue', () => {
  test('does one job after another and catalogues what they made', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    expect(ids.map(state)).toEqual(['running', 'waiting'])
    await tasks[0]?.finish()
    expect(ids.map(state)).toEqual(['done', 'running'])
    await tasks[1]?.finish()
    expect(ids.map(state)).toEqual(['done', 'done'])
    const row = catalog.restorations.need(ids[0] as string)
    expect(row).toMatchObject({ id: ids[0], original_id: originals[0], map_file: null, fidelity: 40 })
    expect(existsSync(join(catalog.library.root, row.file))).toBe(true)
    // A map of nothing is not kept.
    expect(existsSync(join(catalog.library.root, row.file.replace('.png', '.map.png')))).toBe(false)
  })

  test('a failure is kept with its reason, and the queue goes on', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, logged, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    await tasks[0]?.fail(new AppError('file-truncated', 'The end of the file is missing.', { name: 'a' }))
    expect(ids.map(state)).toEqual(['failed', 'running'])
    expect(queue.list().jobs[0]?.error).toEqual({
      code: 'file-truncated',
      message: 'The end of the file is missing.',
      details: { name: 'a' },
    })
    await tasks[1]?.fail(new TypeError('a bug'))
    expect(catalog.jobs.need(ids[1] as string).error).not.toContain('a bug')
    expect(logged).toHaveLength(1)
  })

  test('after a failure it is tried on the processor, or without the step that failed', async () => {
    const { catalog, originals } = catalogWith(1)
    const { tasks, restore, queue, settings, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    tasks[0]?.progress(0.5, 'denoise')
    await tasks[0]?.fail(new AppError('result-insane', 'The result was all black.'))
    expect(queue.list().jobs[0]?.error?.details).toEqual({ stage: 'denoise' })
    queue.retry(ids, 'cpu')
    await rest()
    expect(settings.map(({ device }) => device)).toEqual(['auto', 'cpu'])
    tasks[1]?.progress(0.5, 'denoise')
    await tasks[1]?.fail(new AppError('out-of-memory', 'There was not enough memory.'))
    // What of a film was finished with the step is no part of a film without it.
    const scratch = (task = tasks[1]?.task) => join(catalog.library.scratch, task?.scratch.name ?? '')
    expect(scratch(tasks[0]?.task)).toBe(scratch())
    mkdirSync(scratch())
    queue.retry(ids, 'without-step')
    await rest()
    expect(tasks[2]?.task.without).toEqual(['denoise'])
    expect(scratch(tasks[2]?.task)).not.toBe(scratch())
    expect(existsSync(scratch())).toBe(false)
    expect(settings.at(-1)?.device).toBe('cpu')
  })

  test('a version is the child of the one that was gone on from, as long as that is there', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, queue, rest } = queueOf(catalog)
    const [first = ''] = queue.restore(originals.slice(0, 1), someRecipe, 0)
    await rest()
    await tasks[0]?.finish()
    const children = [
      ...queue.restore(originals.slice(0, 1), someRecipe, 0, first),
      ...queue.restore(originals.slice(1), someRecipe, 0, first),
      ...queue.restore(originals.slice(0, 1), someRecipe, 0, 'gone'),
    ]
    for (let n = 1; n < 4; n++) {
      await rest()
      await tasks[n]?.finish()
    }
    expect(children.map((id) => catalog.restorations.need(id).parent_id)).toEqual([first, null, null])
  })

  test('a preset is kept as it was asked for, and finding nothing to do is no failure', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, queue, state, rest } = queueOf(catalog)
    const ids = queue.restore(originals, 'gentle', 0)
    await rest()
    expect(tasks[0]?.task).toMatchObject({ recipe: 'gentle' })
    await tasks[0]?.fail(new AppError('nothing-to-do', 'There is nothing to restore in this picture.'))
    expect(ids.map(state)).toEqual(['done', 'running'])
    expect(queue.list().jobs.find((job) => job.id === ids[0])).toMatchObject({ restorationId: null, error: null })
    expect(catalog.restorations.count()).toBe(0)
  })

  test('an original that is gone fails by its own sentence', async () => {
    const { catalog, originals } = catalogWith(1)
    const { restore, queue, rest } = queueOf(catalog)
    rmSync(catalog.originals.need(originals[0] as string).path)
    restore(originals)
    await rest()
    expect(queue.list().jobs[0]).toMatchObject({ state: 'failed', error: { code: 'file-missing' } })
  })

  test('higher priorities go first, older ones among equals', async () => {
    const { catalog, originals } = catalogWith(4)
    const { tasks, restore, queue, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    queue.prioritize([ids[3] as string], 5)
    for (let n = 0; n < 4; n++) await tasks[n]?.finish()
    expect(tasks.map(({ task }) => ids.findIndex((id) => task.output.includes(id)))).toEqual([0, 3, 1, 2])
  })

  test('cancelling answers at once; the lane is free when the worker has stopped', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    queue.cancel([ids[0] as string])
    expect(state(ids[0])).toBe('cancelled')
    expect(tasks[0]?.signal).toBe('stop')
    expect(tasks).toHaveLength(1)
    await tasks[0]?.fail(new AppError('cancelled', 'This was cancelled.'))
    expect(tasks).toHaveLength(2)
    expect(state(ids[0])).toBe('cancelled')
  })

  test('a result that comes after the cancel is thrown away', async () => {
    const { catalog, originals } = catalogWith(1)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const [id] = restore(originals)
    await rest()
    queue.cancel([id as string])
    const output = tasks[0]?.task.output as string
    await tasks[0]?.finish()
    expect(state(id)).toBe('cancelled')
    expect(existsSync(output)).toBe(false)
    expect(catalog.restorations.count()).toBe(0)
  })

  test('pausing the queue freezes what runs and starts nothing', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    queue.pause()
    expect(tasks[0]?.signal).toBe('freeze')
    expect(queue.list().paused).toBe(true)
    // Something may be finished all the same: it is kept.
    await tasks[0]?.finish()
    expect(ids.map(state)).toEqual(['done', 'waiting'])
    queue.resume()
    await rest()
    expect(ids.map(state)).toEqual(['done', 'running'])
  })

  test('a paused queue stays paused over a restart', async () => {
    const { catalog, originals } = catalogWith(1)
    queueOf(catalog).queue.pause()
    const { queue, restore, tasks, rest } = queueOf(catalog)
    restore(originals)
    queue.start()
    await rest()
    expect(tasks).toHaveLength(0)
  })

  test('pausing the only job keeps its work in memory', async () => {
    const { catalog, originals } = catalogWith(1)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const [id] = restore(originals)
    await rest()
    queue.pause([id as string])
    expect([state(id), tasks[0]?.signal]).toEqual(['paused', 'freeze'])
    queue.resume([id as string])
    expect([state(id), tasks[0]?.signal]).toEqual(['running', 'go'])
    await tasks[0]?.finish()
    expect(state(id)).toBe('done')
    expect(catalog.jobs.need(id as string).attempts).toBe(1)
  })

  test('pausing one of several lets the next one in, and costs no attempt', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    queue.pause([ids[0] as string])
    expect(tasks[0]?.signal).toBe('stop')
    await tasks[0]?.fail(new AppError('cancelled', 'This was cancelled.'))
    expect(ids.map(state)).toEqual(['paused', 'running'])
    expect(catalog.jobs.need(ids[0] as string).attempts).toBe(0)
    queue.resume([ids[0] as string])
    await tasks[1]?.finish()
    expect(ids.map(state)).toEqual(['running', 'done'])
  })

  test('a frozen job makes room when another comes', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, rest } = queueOf(catalog)
    const [id] = restore([originals[0] as string])
    await rest()
    queue.pause([id as string])
    expect(tasks[0]?.signal).toBe('freeze')
    restore([originals[1] as string])
    expect(tasks[0]?.signal).toBe('stop')
  })

  test('a full disk pauses the queue and tells why; nothing fails', async () => {
    const { catalog, originals } = catalogWith(3)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    await tasks[0]?.fail(diskFull())
    expect(ids.map(state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(queue.list()).toMatchObject({ paused: true, jobs: [{ error: { code: 'disk-full' }, attempts: 0 }, {}, {}] })
    queue.resume()
    await rest()
    expect(ids.map(state)).toEqual(['running', 'waiting', 'waiting'])
    expect(queue.list().jobs[0]?.error).toBeNull()
  })

  test('when not even the catalog can be written, it waits in memory and goes on when asked', async () => {
    const { catalog, originals } = catalogWith(1)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const [id] = restore(originals)
    await rest()
    const full = vi.spyOn(catalog.jobs, 'setState').mockImplementation(() => {
      throw diskFull()
    })
    onTestFinished(() => full.mockRestore())
    await tasks[0]?.fail(diskFull())
    expect(state(id)).toBe('running')
    full.mockRestore()
    queue.pause()
    queue.resume()
    await rest()
    expect(tasks).toHaveLength(2)
    await tasks[1]?.finish()
    expect(state(id)).toBe('done')
  })

  test('a worker that dies is tried three times', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    for (let n = 0; n < MAX_ATTEMPTS; n++) {
      await rest()
      expect(state(ids[0])).toBe('running')
      await tasks[n]?.fail(new WorkerDied('out of memory'))
    }
    await rest()
    expect(ids.map(state)).toEqual(['failed', 'running'])
    expect(queue.list().jobs[0]?.error?.code).toBe('engine-crashed')
    queue.retry([ids[0] as string])
    expect(catalog.jobs.need(ids[0] as string)).toMatchObject({ state: 'waiting', attempts: 0, error: null })
  })

  test('closing stops the work, which waits again and lost no attempt', async () => {
    const { catalog, originals } = catalogWith(1)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const [id] = restore(originals)
    await rest()
    const closed = queue.close()
    expect(tasks[0]?.signal).toBe('stop')
    // On disk before the tile is done: whoever loses patience and kills us does the job no harm.
    expect(catalog.jobs.need(id as string)).toMatchObject({ state: 'waiting', attempts: 0 })
    await tasks[0]?.fail(new AppError('cancelled', 'This was cancelled.'))
    await closed
    expect(catalog.jobs.need(id as string)).toMatchObject({ state: 'waiting', attempts: 0, progress: 0 })
    expect(state(id)).toBe('waiting')
    expect(tasks).toHaveLength(1)
  })

  test('before originals go, their work is stopped and gone', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, state, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    let forgotten = false
    const forgetting = queue.forget([originals[0] as string]).then(() => {
      forgotten = true
    })
    await settled()
    expect([forgotten, state(ids[0])]).toEqual([false, 'cancelled'])
    writeResult(tasks[0]?.task as never)
    await tasks[0]?.fail(new AppError('cancelled', 'This was cancelled.'))
    await forgetting
    expect(existsSync(tasks[0]?.task.output as string)).toBe(false)
    catalog.remove.originals([originals[0] as string])
    await tasks[1]?.finish()
    expect(state(ids[1])).toBe('done')
  })

  test('a recipe that cannot run never waits', () => {
    const { catalog, originals } = catalogWith(1)
    const estimator = {
      checkFilm: () => {},
      seconds: () => {
        throw new AppError('model-missing', 'The model is not installed.')
      },
      learn: () => {},
    }
    const { restore } = queueOf(catalog, { estimator })
    expect(() => restore(originals)).toThrow(expect.objectContaining({ code: 'model-missing' }))
    expect(catalog.jobs.list()).toEqual([])
  })

  test('clearing forgets what is over, and keeps results', async () => {
    const { catalog, originals } = catalogWith(2)
    const { tasks, restore, queue, rest } = queueOf(catalog)
    const ids = restore(originals)
    await rest()
    await tasks[0]?.finish()
    queue.clear()
    expect(queue.list().jobs.map((job) => job.id)).toEqual([ids[1]])
    expect(existsSync(join(catalog.library.root, filesOfJob(catalog, catalog.jobs.need(ids[1] as string)).file))).toBe(
      false,
    )
    expect(catalog.restorations.count()).toBe(1)
  })
})

describe('what watchers see', () => {
  test('first everything unfinished, then what changes, with progress that never falls and an honest time', async () => {
    const { catalog, originals } = catalogWith(2)
    let time = 0
    const { tasks, restore, queue, rest } = queueOf(catalog, { now: () => time })
    const ids = restore(originals)
    await rest()
    const seen: (readonly [string, number, number | null])[][] = []
    const stop = queue.watch(({ jobs }) => seen.push(jobs.map((job) => [job.state, job.progress, job.secondsLeft])))
    expect(seen[0]).toEqual([
      ['running', 0, 10],
      ['waiting', 0, 10],
    ])
    for (const [ms, fraction] of [
      [2000, 0.1],
      [4000, 0.3],
      [4500, 0.2],
      [8000, 0.6],
    ] as const) {
      time = ms
      tasks[0]?.progress(fraction)
      await settled(150)
    }
    const running = seen.slice(1).map(([job]) => job)
    expect(running.map((job) => job?.[1])).toEqual([0.1, 0.3, 0.3, 0.6])
    for (const job of running) expect(job?.[2]).toBeGreaterThanOrEqual(0)
    await tasks[0]?.finish()
    await settled(150)
    expect(queue.list().jobs.find((job) => job.id === ids[0])).toMatchObject({ progress: 1, secondsLeft: null })
    const count = seen.length
    stop()
    await tasks[1]?.finish()
    await settled(150)
    expect(seen).toHaveLength(count)
  })

  test('a watcher of an empty queue is told so', () => {
    const { catalog } = catalogWith(0)
    const { queue } = queueOf(catalog)
    const seen: unknown[] = []
    queue.watch((snapshot) => seen.push(snapshot))
    expect(seen).toEqual([{ paused: false, jobs: [] }])
  })
})

test('a worker that says nothing for minutes is reported, unless it is paused', async () => {
  const { catalog, originals } = catalogWith(1)
  let time = 0
  const { tasks, restore, queue, stuck, rest } = queueOf(catalog, { now: () => time })
  restore(originals)
  await rest()
  tasks[0]?.progress(0.5, 'upscale')
  queue.pause()
  time = 1_000_000
  await settled(60)
  expect(stuck).toEqual([])
  queue.resume()
  time += 100_000
  await settled(60)
  expect(stuck).toEqual([])
  time += 100_000
  await settled(60)
  expect(stuck[0]).toBe('upscale')
})
