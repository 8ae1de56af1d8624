import type { Job } from '../shared/entities.ts'

type Part = Pick<Job, 'id' | 'state' | 'progress'>

export interface WorkState {
  /** Something is being restored: the computer should not fall asleep over it. */
  readonly busy: boolean
  /** 0..1 of the work since the queue was last empty; undefined when there is none. */
  readonly progress: number | undefined
}

/** Sums up what `jobs.watch` tells, for the task bar and the power settings. */
export function createWork() {
  const parts = new Map<string, Part>()
  const isOpen = ({ state }: Part) => state === 'waiting' || state === 'running'

  return {
    /** @param jobs those that changed */
    update(jobs: readonly Part[], paused: boolean): WorkState {
      for (const job of jobs) {
        if (isOpen(job) || job.state === 'done') parts.set(job.id, job)
        else parts.delete(job.id)
      }
      const all = [...parts.values()]
      const open = all.filter(isOpen)
      if (open.length === 0) {
        parts.clear()
        return { busy: false, progress: undefined }
      }
      const done = all.reduce((sum, job) => sum + (job.state === 'done' ? 1 : job.progress), 0)
      return { busy: !paused || open.some(({ state }) => state === 'running'), progress: done / all.length }
    },
  }
}
