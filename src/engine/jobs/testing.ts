import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { photoPresetRecipe } from '../../operations/presets.ts'
import { AppError } from '../../shared/errors.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { openTemporary, someOriginal, someRecipe, temporaryFolder } from '../catalog/testing.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import type { Estimator } from './estimate.ts'
import type { Lane, LaneProgress } from './lane.ts'
import { createPace } from './pace.ts'
import { Queue } from './queue.ts'
import type { RestoreTask, Signal, Task, WorkerSettings } from './worker-messages.ts'

/** Helpers of the tests in this folder; nothing else imports them. */

export interface FakeTask {
  readonly task: RestoreTask
  /** The last signal it was given. */
  signal: Signal
  over: boolean
  progress(fraction: number, stage?: string): void
  /** Writes the result, as the worker does, and reports it. */
  finish(also?: Partial<RestoreReport>): Promise<void>
  fail(error: unknown): Promise<void>
}

/** A lane whose work is done by the test. @param left waits until the queue has taken notice */
function fakeLane(left: () => Promise<void>) {
  const tasks: FakeTask[] = []
  const settings: WorkerSettings[] = []
  const lane: Lane = {
    run: (task: Task, given: WorkerSettings, onProgress?: (progress: LaneProgress) => void) => {
      const work = task as RestoreTask
      settings.push(given)
      let resolve: (report: RestoreReport) => void = () => {}
      let reject: (error: unknown) => void = () => {}
      const result = new Promise<RestoreReport>((yes, no) => {
        resolve = yes
        reject = no
      })
      const fake: FakeTask = {
        task: work,
        signal: 'go',
        over: false,
        progress: (fraction, stage = 'denoise') => onProgress?.({ stage, fraction }),
        finish: async (also = {}) => {
          const noticed = left()
          fake.over = true
          resolve({ ...writeResult(work), ...also })
          await noticed
        },
        fail: async (error) => {
          const noticed = left()
          fake.over = true
          reject(error)
          await noticed
        },
      }
      tasks.push(fake)
      const steer = (signal: Signal) => {
        fake.signal = signal
      }
      return { result: result as Promise<never>, steer }
    },
    close: async () => {},
  }
  return { lane, tasks, settings }
}

export const sha256 = (bytes: string): string => createHash('sha256').update(bytes).digest('hex')

export function writeResult(
  { input, output, mask, recipe }: RestoreTask,
  content = `result of ${input}`,
): RestoreReport {
  mkdirSync(dirname(output), { recursive: true })
  writeFileSync(output, content)
  writeFileSync(mask, 'map')
  return {
    input,
    output,
    width: 80,
    height: 60,
    bytes: content.length,
    sha256: sha256(content),
    recipe: typeof recipe === 'string' ? photoPresetRecipe(recipe) : recipe,
    models: [],
    imagined: [],
    fidelity: 40,
    invention: { share: 0, operations: [], map: mask },
    seconds: 1,
    timings: { inference: 0, glue: 1, check: 0.1, open: 0.1, save: 0.1, steps: [{ operation: 'denoise', seconds: 1 }] },
    notes: [],
  }
}

/** Lets promises and file operations that are under way finish. */
export const settled = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const tenSeconds: Estimator = {
  checkFilm: () => {},
  seconds: () => 10,
  secondsNow: () => 10,
  factor: () => 1,
  pace: createPace(),
  films: { seconds: async () => 10, expected: () => undefined, measured: () => {} },
  isBusy: () => false,
  learn: () => {},
}

/** A catalog with pictures that are really there. */
export function catalogWith(count: number): { catalog: Catalog; originals: string[] } {
  const folder = temporaryFolder()
  const catalog = openTemporary(join(folder, 'library'))
  const records = Array.from({ length: count }, (_, n) => {
    const path = join(folder, `photo ${n + 1}.jpg`)
    const content = `picture ${n + 1}`
    writeFileSync(path, content)
    return someOriginal(`photo ${n + 1}.jpg`, { path, sha256: sha256(content), bytes: content.length })
  })
  catalog.originals.add(records)
  return { catalog, originals: records.map((record) => record.id) }
}

export function queueOf(catalog: Catalog, more: { estimator?: Estimator; now?: () => number } = {}) {
  /** Every job that runs has reached the lane; given up on after a second, for tests in which one cannot. */
  const rest = async (): Promise<void> => {
    const reached = () => {
      const open = tasks.filter((task) => !task.over)
      const waits = catalog.jobs
        .list(['running'])
        .filter((row) => !open.some(({ task }) => task.output.includes(row.id)))
      if (waits.length > 0) throw new Error('not begun')
    }
    await vi.waitFor(reached, { timeout: 1000, interval: 2 }).catch(() => {})
  }
  const { lane, tasks, settings } = fakeLane(() => queue.whenFree().then(rest))
  const logged: unknown[] = []
  const stuck: string[] = []
  const queue: Queue = new Queue({
    catalog,
    lane,
    estimator: more.estimator ?? tenSeconds,
    settings: () => ({ models: [], device: 'auto', threads: 1 }),
    engineVersion: '0.1.0',
    log: (error) => logged.push(error),
    onStuck: (stage) => stuck.push(stage),
    ...(more.now && { now: more.now }),
    watchEveryMs: 20,
  })
  onTestFinished(async () => {
    const end = () => {
      for (const task of tasks) if (!task.over) void task.fail(new AppError('cancelled', 'The test is over.'))
    }
    // One may just be on its way into the lane.
    const ending = setInterval(end, 5)
    await queue.close()
    clearInterval(ending)
  })
  const state = (id: string | undefined) => catalog.jobs.find(id ?? '')?.state
  return {
    queue,
    tasks,
    settings,
    logged,
    stuck,
    state,
    rest,
    restore: (ids: string[], priority = 0) => queue.restore(ids, someRecipe, priority),
  }
}
