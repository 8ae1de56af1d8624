import { CircleAlert, CircleCheck, Clock, Pause, Play, X } from 'lucide-react'
import { assetAddress } from '../../../shared/assets.ts'
import type { Job } from '../../../shared/entities.ts'
import { goToRestore } from '../../state/route.ts'
import { useWords, type Words } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { AnotherWay } from './another-way.tsx'
import styles from './queue.module.css'
import { cancelJobs, pauseJobs, resumeJobs } from './queue-actions.ts'
import { QueuePlace } from './queue-place.tsx'

/** @param frozen all of the queue is paused, and with it what runs */
export function QueueItem({ job, frozen }: { readonly job: Job; readonly frozen: boolean }) {
  const words = useWords()
  const { t, percent } = words
  return (
    <li className={styles.item}>
      <img className={styles.thumb} src={assetUrl(assetAddress('thumb', job.originalId))} alt="" />
      <div className={styles.about}>
        <span className={styles.name}>{job.title}</span>
        <span className={job.state === 'failed' ? styles.reason : styles.stage}>
          <StateIcon state={job.state} />
          {frozen && job.state === 'running' ? words.t('queue.state.paused') : stateSentence(job, words)}
        </span>
      </div>
      {job.state === 'running' && (
        <div className={styles.itemProgress}>
          <Progress label={t('queue.progressOf', { name: job.title })} value={job.progress} />
          <span>{percent(job.progress)}</span>
        </div>
      )}
      <ItemActions job={job} />
    </li>
  )
}

const stateIcons = { failed: CircleAlert, done: CircleCheck, waiting: Clock, paused: Pause }

function StateIcon({ state }: { readonly state: Job['state'] }) {
  const icon = stateIcons[state as keyof typeof stateIcons]
  return icon ? <Icon of={icon} small /> : null
}

/** How fast a film goes, and how long what is left takes. */
export const paceAndRest = (
  { framesPerSecond: pace, secondsLeft }: Job,
  { t, number, duration }: Pick<Words, 't' | 'number' | 'duration'>,
): string[] => [
  ...(pace === undefined ? [] : [t('queue.pace', { shown: number(pace, { maximumSignificantDigits: 2 }) })]),
  ...(secondsLeft === null ? [] : [t('queue.left', { time: duration(secondsLeft) })]),
]

function stateSentence(job: Job, words: Words): string {
  const { t, stage, duration, failure } = words
  switch (job.state) {
    case 'running':
      return [stage(job.stage), ...paceAndRest(job, words)].join(' · ')
    case 'failed':
      return failure(job.error)
    case 'done':
      return job.restorationId === null ? t('queue.nothingToDo') : t('queue.done', { time: duration(job.secondsSpent) })
    case 'waiting':
    case 'paused': {
      const takes = job.secondsLeft === null ? '' : ` · ${t('queue.takes', { time: duration(job.secondsLeft) })}`
      return t(`queue.state.${job.state}`) + takes
    }
    case 'cancelled':
      return t(`queue.state.${job.state}`)
  }
}

function ItemActions({ job }: { readonly job: Job }) {
  const { t } = useWords()
  const { title: name } = job
  const ids = [job.id]
  return (
    <div className={styles.itemActions}>
      {job.state === 'done' && job.restorationId !== null && (
        <Button look="quiet" aria-label={t('queue.showOf', { name })} onPress={() => goToRestore(job.originalId)}>
          {t('queue.show')}
        </Button>
      )}
      <AnotherWay job={job} />
      <QueuePlace job={job} />
      {job.state === 'paused' && (
        <IconButton icon={Play} label={t('queue.resumeOf', { name })} onPress={() => resumeJobs(ids)} small />
      )}
      {(job.state === 'running' || job.state === 'waiting') && (
        <IconButton icon={Pause} label={t('queue.pauseOf', { name })} onPress={() => pauseJobs(ids)} small />
      )}
      {(job.state === 'running' || job.state === 'waiting' || job.state === 'paused') && (
        <IconButton icon={X} label={t('queue.cancelOf', { name })} onPress={() => cancelJobs(ids)} small />
      )}
    </div>
  )
}
