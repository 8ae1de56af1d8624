import { RotateCcw } from 'lucide-react'
import { operations } from '../../../operations/index.ts'
import type { Job } from '../../../shared/entities.ts'
import { isErrorCode, isRetryable } from '../../../shared/errors.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { type RetryWay, retryJobs } from './queue-actions.ts'

/** The ways a failed job can be tried again: as it was, on the processor alone, without the step that failed. */
export function waysFor({ state, error }: Job): RetryWay[] {
  if (state === 'cancelled') return ['again']
  if (state !== 'failed' || !error) return []
  const again: RetryWay[] = isErrorCode(error.code) && isRetryable(error.code) ? ['again'] : []
  // Where no step was at work, the file is what is wrong with it: no other way would open it.
  const stage = operations.get(String(error.details.stage))
  return stage ? [...again, ...(stage.neural ? (['cpu'] as const) : []), 'without-step'] : again
}

export function AnotherWay({ job }: { readonly job: Job }) {
  const { t, operation } = useWords()
  const ways = waysFor(job)
  const step = operation(String(job.error?.details.stage ?? ''))
  if (ways.length === 0) return null
  if (ways.length === 1 && ways[0] === 'again')
    return (
      <Button
        look="quiet"
        icon={RotateCcw}
        aria-label={t('queue.tryAgainOf', { name: job.title })}
        onPress={() => retryJobs([job.id])}
      >
        {t('common.tryAgain')}
      </Button>
    )
  return (
    <Menu
      label={t('queue.anotherWayOf', { name: job.title })}
      trigger={
        <Button look="quiet" icon={RotateCcw} aria-label={t('queue.anotherWayOf', { name: job.title })}>
          {t('queue.anotherWay')}
        </Button>
      }
      entries={ways.map((way) => ({ id: way, text: t(`queue.way.${way}`, { step }) }))}
      onAction={(way) => retryJobs([job.id], way as RetryWay)}
    />
  )
}
