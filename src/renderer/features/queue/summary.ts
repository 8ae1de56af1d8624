import type { Job } from '../../../shared/entities.ts'
import { totalSeconds } from '../../state/time-words.ts'
import { isActive } from './queue-store.ts'

export interface Summary {
  readonly active: number
  readonly running: number
  readonly failed: number
  readonly finished: number
  /** 0..1 over the active jobs and those that finished since the queue was last empty. */
  readonly progress: number
  readonly secondsLeft: number | undefined
}

/** The queue in one line. */
export function summarise(jobs: readonly Job[]): Summary {
  const active = jobs.filter(isActive)
  const finished = jobs.filter((job) => job.state === 'done')
  const all = active.length + finished.length
  const done = active.reduce((sum, job) => sum + job.progress, finished.length)
  return {
    active: active.length,
    running: active.filter((job) => job.state === 'running').length,
    failed: jobs.filter((job) => job.state === 'failed').length,
    finished: finished.length,
    progress: all === 0 ? 0 : done / all,
    secondsLeft: totalSeconds(active.map((job) => secondsOf(job, finished))),
  }
}

/** A waiting job takes about as long as those before it took. */
function secondsOf(job: Job, finished: readonly Job[]): number | null {
  if (job.secondsLeft !== null) return job.secondsLeft
  const spent = finished.map((each) => each.secondsSpent).filter((seconds) => seconds > 0)
  return spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0) / spent.length
}

/** The quarter last passed: 0, 25, 50, 75 or 100. Screen readers hear of these only. */
export const quarter = (progress: number): number => Math.floor(progress * 4) * 25
