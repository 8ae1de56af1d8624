import i18next from 'i18next'
import type { retryWays } from '../../../shared/engine.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { forget, useQueue } from './queue-store.ts'

export type RetryWay = (typeof retryWays)[number]

/** What is done with jobs. A refusal is told; success shows by itself, through `jobs.watch`. */
const tell = (error: unknown) => toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' })

export const pauseJobs = (ids?: readonly string[]): void =>
  void engine.call('jobs.pause', ids ? { ids: [...ids] } : {}).catch(tell)

export const resumeJobs = (ids?: readonly string[]): void =>
  void engine.call('jobs.resume', ids ? { ids: [...ids] } : {}).catch(tell)

export const cancelJobs = (ids: readonly string[]): void =>
  void engine.call('jobs.cancel', { ids: [...ids] }).catch(tell)

export const retryJobs = (ids: readonly string[], way: RetryWay = 'again'): void =>
  void engine.call('jobs.retry', { ids: [...ids], way }).catch(tell)

/** @param before a waiting job; null puts it last */
export const moveJob = (id: string, before: string | null): void =>
  void engine.call('jobs.move', { id, before }).catch(tell)

/** Takes finished and failed jobs off the list; what they made stays. */
export function clearEnded(): void {
  const ended = useQueue.getState().jobs.filter((job) => !['waiting', 'running', 'paused'].includes(job.state))
  void engine
    .call('jobs.clear', {})
    .then(() => forget(ended.map((job) => job.id)))
    .catch(tell)
}

export const togglePause = (): void => {
  if (useQueue.getState().paused) resumeJobs()
  else pauseJobs()
}
