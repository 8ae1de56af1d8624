import { AppError, isErrorCode } from '../../shared/errors.ts'
import {
  type FromWorker,
  type OutputOf,
  type Signal,
  signals,
  type Task,
  type ToWorker,
  type WorkerSettings,
} from './worker-messages.ts'

/** As much of a `worker_threads` Worker as is used; tests put something else in its place. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  on(event: 'message', listener: (message: FromWorker) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  terminate(): Promise<unknown>
  unref(): void
}

export interface LaneProgress {
  readonly stage: string
  readonly fraction: number
  /** Of a film. */
  readonly framesPerSecond?: number
}

export interface Running<T> {
  /** Rejects with the task's AppError, `WorkerDied`, or a bug. */
  readonly result: Promise<T>
  /** `stop` takes effect at the next tile, `freeze` sleeps there until `go`. */
  readonly steer: (signal: Signal) => void
}

export interface Lane {
  /** One at a time: a second task waits for the first. */
  run<T extends Task>(
    task: T,
    settings: WorkerSettings,
    onProgress?: (progress: LaneProgress) => void,
  ): Running<OutputOf[T['kind']]>
  /** Waits for the task in hand, which should have been stopped, and ends the thread. */
  close(): Promise<void>
}

/** The thread ended while it worked: out of its heap, or a native fault that left the process alive. */
export class WorkerDied extends Error {}

export interface LaneOptions {
  readonly start: () => WorkerLike
  /** Ends the thread after so long without work, and frees what its networks hold. */
  readonly idleMs: number
}

interface Current {
  resolve(output: unknown): void
  reject(error: unknown): void
  onProgress: ((progress: LaneProgress) => void) | undefined
}

/** A worker thread that is started when there is work, and started anew after it died. */
export function createLane({ start, idleMs }: LaneOptions): Lane {
  let worker: WorkerLike | undefined
  let current: Current | undefined
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const end = async () => {
    clearTimeout(idle)
    const old = worker
    worker = undefined
    await old?.terminate()
  }
  const settle = (finish: (task: Current) => void) => {
    const task = current
    current = undefined
    if (task) finish(task)
  }
  const hear = (message: FromWorker) => {
    if (message.t === 'progress') current?.onProgress?.(message)
    else if (message.t === 'done') settle((task) => task.resolve(message.output))
    else settle((task) => task.reject(errorOf(message)))
  }
  const open = (): WorkerLike => {
    const fresh = start()
    const died = (reason: string) => {
      if (worker !== fresh) return
      worker = undefined
      settle((task) => task.reject(new WorkerDied(reason)))
    }
    fresh.on('message', hear)
    fresh.on('error', (error) => died(error.message))
    fresh.on('exit', (code) => died(`exit code ${code}`))
    fresh.unref()
    return fresh
  }

  const perform = (request: ToWorker, onProgress: Current['onProgress']): Promise<unknown> =>
    new Promise((resolve, reject) => {
      clearTimeout(idle)
      current = { resolve, reject, onProgress }
      worker ??= open()
      worker.postMessage(request)
    }).finally(() => {
      idle = setTimeout(() => void end(), idleMs).unref()
    })

  return {
    run: (task, settings, onProgress) => {
      const shared = new SharedArrayBuffer(4)
      const flag = new Int32Array(shared)
      const result = last.then(() => perform({ task, settings, flag: shared }, onProgress))
      last = result.catch(() => {})
      const steer = (signal: Signal) => {
        Atomics.store(flag, 0, signals[signal])
        Atomics.notify(flag, 0)
      }
      return { result: result as Promise<never>, steer }
    },
    close: async () => {
      await last
      await end()
    },
  }
}

function errorOf({ error, bug }: FromWorker & { t: 'failed' }): Error {
  if (bug !== undefined) return Object.assign(new Error(error.message), { stack: bug })
  return new AppError(isErrorCode(error.code) ? error.code : 'internal', error.message, error.details)
}
