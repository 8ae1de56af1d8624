import { CircleAlert, Pause, Play, X } from 'lucide-react'
import type { Job } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { AnotherWay } from '../queue/another-way.tsx'
import { cancelJobs, clearEnded, pauseJobs, resumeJobs } from '../queue/queue-actions.ts'
import { paceAndRest } from '../queue/queue-item.tsx'
import styles from './findings-card.module.css'

/** The job of the open picture: how it goes, or why it did not. */
export function JobPart({ job }: { readonly job: Job }) {
  const words = useWords()
  const { t, stage, percent, failure } = words
  if (job.state === 'failed')
    return (
      <div className={styles.job} role="alert">
        <p className={styles.reason}>
          <Icon of={CircleAlert} small />
          <span>
            {failure(job.error)} {t('restore.failedKept')}
          </span>
        </p>
        <div className={styles.jobActions}>
          <AnotherWay job={job} />
          <Button onPress={clearEnded}>{t('common.dismiss')}</Button>
        </div>
      </div>
    )
  const isPaused = job.state === 'paused'
  return (
    <div className={styles.job} data-testid="job">
      <div className={styles.jobLine}>
        <span>
          {job.state === 'running' ? stage(job.stage) : t(`queue.state.${job.state as 'waiting' | 'paused'}`)}
        </span>
        <span>{[percent(job.progress), ...paceAndRest(job, words)].join(' · ')}</span>
      </div>
      <Progress label={t('queue.progressOf', { name: job.title })} value={job.progress} />
      <div className={styles.jobActions}>
        <Button icon={isPaused ? Play : Pause} onPress={() => (isPaused ? resumeJobs([job.id]) : pauseJobs([job.id]))}>
          {t(isPaused ? 'queue.resume' : 'queue.pause')}
        </Button>
        <Button icon={X} onPress={() => cancelJobs([job.id])}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  )
}
