import { parentPort } from 'node:worker_threads'
import { AppError } from '../../shared/errors.ts'
import { toFailure } from '../catalog/failures.ts'
import type { Progress } from '../pipeline/restore.ts'
import { createPerformer } from './perform.ts'
import { type FromWorker, signals, type ToWorker } from './worker-messages.ts'

/**
 * Entry of the worker thread. A network blocks its thread while it runs, so that it can neither read messages nor be
 * ended: it is steered through shared memory, looked at between tiles.
 */
const PROGRESS_EVERY_MS = 100
const perform = createPerformer()

function post(message: FromWorker): void {
  parentPort?.postMessage(message)
}

/** True when the work is to stop. Sleeps here, its tiles in hand, for as long as it is to pause. */
function stopped(flag: Int32Array): boolean {
  while (Atomics.load(flag, 0) === signals.freeze) Atomics.wait(flag, 0, signals.freeze)
  return Atomics.load(flag, 0) === signals.stop
}

function reporter() {
  let last = { stage: '', at: 0 }
  return ({ stage, fraction, framesPerSecond }: Progress) => {
    const at = performance.now()
    if (stage === last.stage && at - last.at < PROGRESS_EVERY_MS && fraction < 1) return
    last = { stage, at }
    post({ t: 'progress', stage, fraction, ...(framesPerSecond !== undefined && { framesPerSecond }) })
  }
}

async function work({ task, settings, flag: shared }: ToWorker): Promise<void> {
  const flag = new Int32Array(shared)
  try {
    const output = await perform(task, settings, { cancelled: () => stopped(flag), onProgress: reporter() })
    post({ t: 'done', output })
  } catch (error) {
    const bug = error instanceof AppError ? undefined : error instanceof Error ? error.stack : String(error)
    post({ t: 'failed', error: toFailure(error), ...(bug !== undefined && { bug }) })
  }
}

parentPort?.on('message', (request: ToWorker) => void work(request))
