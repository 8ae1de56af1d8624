import { WandSparkles } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import type { Finding } from '../../../shared/analysis.ts'
import { useWords, type Words } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { FilmPreviewPart } from '../film/film-preview-part.tsx'
import { jobOf, useQueue } from '../queue/queue-store.ts'
import styles from './findings-card.module.css'
import { JobPart } from './job-part.tsx'
import { FilmPresets, PhotoPresets } from './preset-choice.tsx'
import { freshCopy, sameSteps } from './recipes.ts'
import { offerActions } from './screen-actions.ts'
import { useRestore } from './use-restore.ts'
import type { Session } from './use-session.ts'

/** What the studio sees in the picture, how strongly to act, and the one button. */
export function FindingsCard({ session }: { readonly session: Session }) {
  const { t } = useWords()
  return (
    <Card title={t('findings.title')}>
      <Findings session={session} />
      {session.original.kind === 'video' ? <FilmPresets session={session} /> : <PhotoPresets session={session} />}
      <Action session={session} />
      {session.original.kind === 'video' && <FilmPreviewPart session={session} />}
    </Card>
  )
}

function Findings({ session: { original, analysis, analysisError, analyseAgain } }: { readonly session: Session }) {
  const words = useWords()
  const { t, failure } = words
  if (analysisError)
    return (
      <div className={styles.failed} role="alert">
        <p>{failure(analysisError)}</p>
        <Button onPress={analyseAgain}>{t('common.tryAgain')}</Button>
      </div>
    )
  if (!analysis)
    return (
      <div role="status" aria-label={t(original.kind === 'video' ? 'findings.lookingFilm' : 'findings.looking')}>
        <SkeletonLines widths={[88, 72, 80]} />
      </div>
    )
  if (analysis.findings.length === 0) return <p>{t('findings.nothing')}</p>
  const sorted = analysis.findings.toSorted((a, b) => b.severity - a.severity)
  return (
    <ul className={styles.findings}>
      {sorted.map((finding) => {
        const degree = degreeOf(finding)
        return (
          <li key={finding.kind + finding.text} className={styles.finding}>
            <span className={`${styles.dot} ${styles[degree]}`} aria-hidden="true" />
            <span title={finding.text}>{sentence(finding, words)}</span>
            {degree !== 'note' && <span className={styles.degree}>{t(`degree.${degree}`)}</span>}
          </li>
        )
      })}
    </ul>
  )
}

/** A word and a shape for how bad it is; never colour alone. What is no damage has neither. */
function degreeOf({ kind, severity }: Finding): 'fine' | 'note' | 'slight' | 'clear' | 'strong' {
  if (kind === 'healthy') return 'fine'
  if (severity === 0) return 'note'
  if (severity < 0.34) return 'slight'
  return severity < 0.67 ? 'clear' : 'strong'
}

/** The engine says it with its measurements; a family reads it without. */
function sentence({ kind, values }: Finding, { t }: Words): string {
  const tint = tints.find((name) => name === values.name)
  return t(`findings.${kind}`, { ...values, tint: tint ? t(`tint.${tint}`) : '' })
}

const tints = ['red', 'orange', 'yellow', 'yellow-green', 'green', 'cyan', 'blue', 'violet'] as const

function Action({ session }: { readonly session: Session }) {
  const { t, duration } = useWords()
  const job = jobOf(
    useQueue((state) => state.jobs),
    session.original.id,
  )
  const restore = useRestore(session)
  const isBusy = job !== undefined && job.state !== 'failed'
  const offer = useEffectEvent(() => restore.run())
  useEffect(
    () => offerActions({ canRestore: () => restore.isPossible && !isBusy, restore: () => offer() }),
    [restore.isPossible, isBusy],
  )
  if (isBusy) return <JobPart job={job} />
  const { version, draft } = session
  // What is on show was made with this very recipe: making it again is possible, but not what one came for.
  const isMade = version !== undefined && draft !== undefined && sameSteps(freshCopy(version.recipe), draft)
  const nothing = session.draft !== undefined && !session.draft.steps.some((step) => step.enabled)
  return (
    <div className={styles.action}>
      {job && <JobPart job={job} />}
      {!job && (
        <Button
          look={isMade ? 'plain' : 'primary'}
          large
          icon={WandSparkles}
          isDisabled={!restore.isPossible}
          onPress={restore.run}
        >
          {isMade
            ? t('restore.again')
            : restore.seconds === undefined
              ? t('restore.button')
              : t('restore.buttonTime', { time: duration(restore.seconds) })}
        </Button>
      )}
      {!job && !isMade && restore.isBusy && <p className={styles.help}>{t('restore.busy')}</p>}
      {nothing && <p className={styles.help}>{t('restore.noSteps')}</p>}
    </div>
  )
}
