import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { forgetLeftOver } from './left-over.ts'
import styles from './queue.module.css'
import { cancelJobs, resumeJobs } from './queue-actions.ts'
import { isActive, useQueue } from './queue-store.ts'

/** What an earlier run of the studio did not finish: go on with it, or leave it. */
export function LeftOverBar() {
  const { t, number } = useWords()
  const { leftOver, jobs, paused } = useQueue()
  const left = jobs.filter((job) => isActive(job) && leftOver.includes(job.id))
  if (left.length === 0) return null
  const ids = left.map(({ id }) => id)
  const waits = paused || left.some((job) => job.state === 'paused')
  const count = { count: left.length, shown: number(left.length) }
  const answer = (act: () => void) => () => {
    act()
    forgetLeftOver()
  }
  const goOn = () => {
    if (paused) resumeJobs()
    resumeJobs(ids)
  }
  return (
    <div className={styles.leftOver} role="status">
      <span>{t(waits ? 'queue.leftOver' : 'queue.leftOverRuns', count)}</span>
      <Button look={waits ? 'primary' : 'plain'} onPress={answer(waits ? goOn : () => undefined)}>
        {t(waits ? 'queue.goOn' : 'queue.allRight')}
      </Button>
      <Button look="quiet" onPress={answer(() => cancelJobs(ids))}>
        {t('queue.leave')}
      </Button>
    </div>
  )
}
