import { create } from 'zustand'
import type { Job } from '../../../shared/entities.ts'

interface QueueState {
  readonly paused: boolean
  /** Unfinished and failed jobs, and those that finished while the page was open; as they take their turns. */
  readonly jobs: readonly Job[]
  readonly isOpen: boolean
  /** Jobs that an earlier run of the studio left unfinished, until somebody has said what to do with them. */
  readonly leftOver: readonly string[]
}

export const useQueue = create<QueueState>(() => ({ paused: false, jobs: [], isOpen: false, leftOver: [] }))

export const toggleQueue = (): void => useQueue.setState(({ isOpen }) => ({ isOpen: !isOpen }))

/**
 * Takes what `jobs.watch` tells.
 * @param first true for the event that holds all there is
 * @returns jobs that changed their state, with the state they had
 */
export function applyJobs(event: { paused: boolean; jobs: readonly Job[] }, first: boolean): Change[] {
  const known = new Map(useQueue.getState().jobs.map((job) => [job.id, job]))
  const changes = event.jobs.flatMap((job) => {
    const before = known.get(job.id)
    return before && before.state !== job.state ? [{ job, before: before.state }] : []
  })
  // A job that ended while nobody listened is not in a first event: it would seem to run for ever.
  if (first) for (const [id, job] of known) if (isActive(job)) known.delete(id)
  for (const job of event.jobs) known.set(job.id, job)
  useQueue.setState({ paused: event.paused, jobs: [...known.values()].sort(byTurn) })
  return changes
}

export interface Change {
  readonly job: Job
  readonly before: Job['state']
}

/** As the engine takes them: by priority, then in their places. */
const byTurn = (a: Job, b: Job) => b.priority - a.priority || a.position - b.position

export const forget = (ids: readonly string[]): void =>
  useQueue.setState(({ jobs }) => ({ jobs: jobs.filter((job) => !ids.includes(job.id)) }))

export const isActive = ({ state }: Job): boolean => state === 'waiting' || state === 'running' || state === 'paused'

/** The job a picture is waiting for, or the failure it ended with. */
export const jobOf = (jobs: readonly Job[], originalId: string): Job | undefined =>
  jobs.findLast((job) => job.originalId === originalId && (isActive(job) || job.state === 'failed'))
