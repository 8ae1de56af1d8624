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
    secondsLeft: totalSeconds(active.map(secondsOf(active, finished))),
  }
}

/** So many must be done before their mean is worth more than the engine's guess. */
const enough = 3
/** Jobs of one request are written down within this. */
const requestMs = 5000

/**
 * Seconds a job still takes. One that waits takes about as long as those of its own request took; with too few of these,
 * what the engine guesses, or, where it has no idea, the mean of all before it.
 */
function secondsOf(active: readonly Job[], finished: readonly Job[]): (job: Job) => number | null {
  const oldest = Date.parse(active[0]?.createdAt ?? '')
  const together = ({ createdAt }: Job) => Math.abs(Date.parse(createdAt) - oldest) <= requestMs
  const spent = finished.filter(({ secondsSpent }) => secondsSpent > 0)
  const measured = spent.filter(together)
  const mean = meanSpent(spent)
  const meanTogether = measured.length < enough ? null : meanSpent(measured)
  return (job) => {
    if (meanTogether !== null && job.state === 'waiting' && together(job)) return meanTogether
    return job.secondsLeft ?? mean
  }
}

const meanSpent = (jobs: readonly Job[]): number | null =>
  jobs.length === 0 ? null : jobs.reduce((sum, { secondsSpent }) => sum + secondsSpent, 0) / jobs.length

/** The quarter last passed: 0, 25, 50, 75 or 100. Screen readers hear of these only. */
export const quarter = (progress: number): number => Math.floor(progress * 4) * 25
