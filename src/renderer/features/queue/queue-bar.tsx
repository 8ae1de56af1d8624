import { ChevronDown, ChevronUp, Pause, Play, ShieldCheck } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { LeftOverBar } from './left-over-bar.tsx'
import styles from './queue.module.css'
import { togglePause } from './queue-actions.ts'
import { QueueDrawer } from './queue-drawer.tsx'
import { toggleQueue, useQueue } from './queue-store.ts'
import { QueueVoice } from './queue-voice.tsx'
import { summarise } from './summary.ts'

/** The bottom of the window: what is being worked on, and that it is worked on here. Grows into the drawer. */
export function QueueBar() {
  const { t } = useWords()
  const { jobs, paused, isOpen } = useQueue()
  const summary = summarise(jobs)
  return (
    <section className={styles.queue} aria-label={t('queue.title')}>
      <LeftOverBar />
      {isOpen && <QueueDrawer jobs={jobs} paused={paused} />}
      <div className={styles.bar}>
        <IconButton
          icon={isOpen ? ChevronDown : ChevronUp}
          label={t(isOpen ? 'queue.close' : 'queue.open')}
          shortcut="CmdOrCtrl+J"
          pressed={isOpen}
          onPress={toggleQueue}
          small
        />
        <QueueLine summary={summary} paused={paused} />
        {summary.active > 0 && (
          <Button look="quiet" icon={paused ? Play : Pause} onPress={togglePause}>
            {t(paused ? 'queue.resumeAll' : 'queue.pauseAll')}
          </Button>
        )}
        <span className={styles.promise}>
          <Icon of={ShieldCheck} small />
          <span>{t('queue.promise')}</span>
        </span>
      </div>
      <QueueVoice jobs={jobs} />
    </section>
  )
}

function QueueLine({ summary, paused }: { readonly summary: ReturnType<typeof summarise>; readonly paused: boolean }) {
  const { t, number, percent, duration } = useWords()
  const { active, failed, progress, secondsLeft } = summary
  if (active === 0)
    return (
      <span className={styles.idle}>
        {failed > 0 ? t('queue.failed', { count: failed, shown: number(failed) }) : t('queue.idle')}
      </span>
    )
  const left = paused || secondsLeft === undefined ? '' : ` · ${t('queue.left', { time: duration(secondsLeft) })}`
  return (
    <>
      <strong className={styles.what}>
        {t(paused ? 'queue.paused' : 'queue.restoring', { count: active, shown: number(active) })}
      </strong>
      <div className={styles.progress}>
        <Progress label={t('queue.progress')} value={progress} />
      </div>
      <span className={styles.left}>{`${percent(progress)}${left}`}</span>
    </>
  )
}
