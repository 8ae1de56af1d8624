import { Inbox } from 'lucide-react'
import type { Job } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './queue.module.css'
import { clearEnded } from './queue-actions.ts'
import { QueueItem } from './queue-item.tsx'
import { isActive } from './queue-store.ts'

/** More would make the page slow and help nobody; the count says how many wait behind them. */
const mostShown = 200

const rank = (job: Job) => ['running', 'failed', 'paused', 'waiting', 'done', 'cancelled'].indexOf(job.state)

export function QueueDrawer({ jobs, paused }: { readonly jobs: readonly Job[]; readonly paused: boolean }) {
  const { t, number } = useWords()
  const sorted = [...jobs].sort((a, b) => rank(a) - rank(b))
  const ended = jobs.filter((job) => !isActive(job)).length
  return (
    <div className={styles.drawer}>
      <header className={styles.drawerHead}>
        <h2>{t('queue.title')}</h2>
        {ended > 0 && (
          <Button look="quiet" onPress={clearEnded}>
            {t('queue.clear')}
          </Button>
        )}
      </header>
      {jobs.length === 0 ? (
        <p className={styles.empty}>
          <Icon of={Inbox} />
          {t('queue.empty')}
        </p>
      ) : (
        <ul className={styles.items}>
          {sorted.slice(0, mostShown).map((job) => (
            <QueueItem key={job.id} job={job} frozen={paused} />
          ))}
        </ul>
      )}
      {sorted.length > mostShown && (
        <p className={styles.empty}>{t('queue.more', { shown: number(sorted.length - mostShown) })}</p>
      )}
    </div>
  )
}
