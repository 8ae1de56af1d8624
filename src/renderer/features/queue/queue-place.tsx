import { ArrowDown, ArrowUp, ArrowUpToLine } from 'lucide-react'
import type { Job } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { IconButton } from '../../ui/button.tsx'
import { moveJob } from './queue-actions.ts'
import { useQueue } from './queue-store.ts'

/** Lets a waiting job take its turn earlier or later. */
export function QueuePlace({ job }: { readonly job: Job }) {
  const { t } = useWords()
  const waiting = useQueue((state) => state.jobs).filter(({ state }) => state === 'waiting' || state === 'paused')
  const at = waiting.findIndex(({ id }) => id === job.id)
  if (at < 0 || waiting.length < 2) return null
  return (
    <>
      {at > 1 && (
        <IconButton
          icon={ArrowUpToLine}
          label={t('queue.first', { name: job.title })}
          onPress={() => moveJob(job.id, waiting[0]?.id ?? null)}
          small
        />
      )}
      <IconButton
        icon={ArrowUp}
        label={t('queue.earlier', { name: job.title })}
        isDisabled={at === 0}
        onPress={() => moveJob(job.id, waiting[at - 1]?.id ?? null)}
        small
      />
      <IconButton
        icon={ArrowDown}
        label={t('queue.later', { name: job.title })}
        isDisabled={at === waiting.length - 1}
        onPress={() => moveJob(job.id, waiting[at + 2]?.id ?? null)}
        small
      />
    </>
  )
}
