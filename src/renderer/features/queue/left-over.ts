import { engine } from '../../transport/services.ts'
import { isActive, useQueue } from './queue-store.ts'

const place = 'daguerre.startedAt'

/**
 * After the studio was started again: what an earlier run left is asked about once: not when the page is loaded
 * again, nor when only the engine came back. Unless the queue was paused it goes on meanwhile, as nobody may be there to answer.
 */
export function noticeLeftOver(): void {
  engine
    .call('system.info', {})
    .then(({ startedAt }) => {
      const isNewPage = sessionStorage.getItem(place) === null
      sessionStorage.setItem(place, startedAt)
      if (!isNewPage) return
      const { jobs } = useQueue.getState()
      const leftOver = jobs.filter((job) => isActive(job) && job.createdAt < startedAt).map(({ id }) => id)
      useQueue.setState({ leftOver })
    })
    // Not told, the jobs are still in the queue, for everybody to see.
    .catch(() => undefined)
}

export const forgetLeftOver = (): void => useQueue.setState({ leftOver: [] })
