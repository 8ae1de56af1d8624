import i18next from 'i18next'
import { isErrorCode, isRetryable } from '../../../shared/errors.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { goToRestore, useRoute } from '../../state/route.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { showVersion } from '../restore/editor-store.ts'
import { applyJobs, type Change } from './queue-store.ts'

/**
 * Keeps the queue up to date and says when something ended.
 * @returns stops it
 */
export function followJobs(): () => void {
  let first = true
  return engine.watch(
    'jobs.watch',
    {},
    (event) => {
      for (const change of applyJobs(event, first)) announce(change)
      first = false
    },
    () => {
      first = true
    },
  )
}

function announce({ job }: Change): void {
  const { screen, openId } = useRoute.getState()
  const isOpen = screen === 'restore' && openId === job.originalId
  const { t, language } = i18next
  if (job.state === 'done' && !job.restorationId) {
    toast(t('toast.nothingToDo', { name: job.title }))
    return
  }
  if (job.state === 'done') {
    void queryClient.invalidateQueries({ queryKey: keys.original(job.originalId) })
    void queryClient.invalidateQueries({ queryKey: keys.counts })
    if (isOpen && job.restorationId) showVersion(job.originalId, job.restorationId)
    const action = { text: t('toast.compare'), run: () => goToRestore(job.originalId) }
    toast(t('toast.done', { name: job.title }), { tone: 'good', ...(isOpen ? {} : { action }) })
  }
  if (job.state === 'failed' && job.error) {
    const sentence = failureSentence(job.error, language, t)
    const again = isErrorCode(job.error.code) && isRetryable(job.error.code)
    const action = {
      text: t('common.tryAgain'),
      run: () => void engine.call('jobs.retry', { ids: [job.id] }).catch(() => undefined),
    }
    toast(t('toast.failed', { name: job.title, reason: sentence }), { tone: 'bad', ...(again ? { action } : {}) })
  }
}
