import i18next from 'i18next'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { forget, useQueue } from './queue-store.ts'

/** What is done with jobs. A refusal is told; success shows by itself, through `jobs.watch`. */
const tell = (error: unknown) => toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' })

export const pauseJobs = (ids?: readonly string[]): void =>
  void engine.call('jobs.pause', ids ? { ids: [...ids] } : {}).catch(tell)

export const resumeJobs = (ids?: readonly string[]): void =>
  void engine.call('jobs.resume', ids ? { ids: [...ids] } : {}).catch(tell)

export const cancelJobs = (ids: readonly string[]): void =>
  void engine.call('jobs.cancel', { ids: [...ids] }).catch(tell)

export const retryJobs = (ids: readonly string[]): void => void engine.call('jobs.retry', { ids: [...ids] }).catch(tell)

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
