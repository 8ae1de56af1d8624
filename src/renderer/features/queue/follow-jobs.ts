import i18next from 'i18next'
import { assetAddress } from '../../../shared/assets.ts'
import type { Job } from '../../../shared/entities.ts'
import { isErrorCode, isRetryable } from '../../../shared/errors.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { goToRestore, useRoute } from '../../state/route.ts'
import { failureSentence } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { openExport } from '../export/export-store.ts'
import { compareSomehow } from '../restore/canvas-store.ts'
import { comparedWith } from '../restore/compare-when-done.ts'
import { compareWith, showVersion } from '../restore/editor-store.ts'
import { wasImagined } from '../restore/imagined-jobs.ts'
import { noticeLeftOver } from './left-over.ts'
import { collectNews, type News } from './news.ts'
import { applyJobs, isActive, useQueue } from './queue-store.ts'

/**
 * Keeps the queue up to date and says when something ended.
 * @returns stops it
 */
export function followJobs(): () => void {
  let first = true
  const collect = collectNews()
  return engine.watch(
    'jobs.watch',
    {},
    (event) => {
      const changed = applyJobs(event, first).map(({ job }) => job)
      if (first) noticeLeftOver()
      first = false
      for (const job of changed) {
        if (job.state === 'done') refresh(job)
        if (job.state === 'failed') tellFailure(job)
      }
      const news = collect(changed, useQueue.getState().jobs.filter(isActive).length)
      if (news) tellNews(news)
    },
    () => {
      first = true
    },
  )
}

function isOpen({ originalId }: Job): boolean {
  const { screen, openId } = useRoute.getState()
  return screen === 'restore' && openId === originalId
}

function refresh(job: Job): void {
  if (!job.restorationId) return
  void queryClient.invalidateQueries({ queryKey: keys.original(job.originalId) })
  void queryClient.invalidateQueries({ queryKey: keys.counts })
  const against = comparedWith(job.id)
  if (!isOpen(job)) return
  showVersion(job.originalId, job.restorationId)
  compareWith(against)
}

function tellNews({ restored, leftAlone }: News): void {
  const { t } = i18next
  const shown = (count: number) => new Intl.NumberFormat(i18next.language).format(count)
  const imagined = restored.filter(({ id }) => wasImagined(id))
  const really = restored.filter((job) => !imagined.includes(job))
  if (imagined.length > 0) toast(t('imagine.saved'))
  tellRestored(really, shown(really.length))
  const [left] = leftAlone
  if (left && leftAlone.length === 1) toast(t('toast.nothingToDo', { name: left.title }))
  else if (left) toast(t('toast.nothingToDoMany', { count: leftAlone.length, shown: shown(leftAlone.length) }))
}

/** A picture with what one wants next; of several, all are exported. */
function tellRestored(jobs: readonly Job[], shown: string): void {
  const { t } = i18next
  const restorations = jobs.flatMap(({ restorationId }) => restorationId ?? [])
  const [job] = jobs
  const [restorationId] = restorations
  if (!job || restorationId === undefined) return
  const share = { text: t('command.export'), run: () => openExport({ restorations }) }
  if (restorations.length > 1) {
    toast(t('toast.doneMany', { count: restorations.length, shown }), { tone: 'good', actions: [share] })
    return
  }
  const compare = { text: t('toast.compare'), run: () => compareOnScreen(job.originalId, restorationId) }
  const picture = assetUrl(assetAddress('r-thumb', restorationId))
  toast(t('toast.done', { name: job.title }), { tone: 'good', picture, actions: [compare, share] })
}

function compareOnScreen(originalId: string, restorationId: string): void {
  showVersion(originalId, restorationId)
  goToRestore(originalId)
  compareSomehow()
}

function tellFailure(job: Job): void {
  if (!job.error) return
  const { t, language } = i18next
  const sentence = failureSentence(job.error, language, t)
  const again = isErrorCode(job.error.code) && isRetryable(job.error.code)
  const action = {
    text: t('common.tryAgain'),
    run: () => void engine.call('jobs.retry', { ids: [job.id] }).catch(() => undefined),
  }
  toast(t('toast.failed', { name: job.title, reason: sentence }), {
    tone: 'bad',
    ...(again ? { actions: [action] } : {}),
  })
}
