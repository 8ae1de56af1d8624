import { ScanEye, X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import styles from '../restore/findings-card.module.css'
import { offerActions } from '../restore/screen-actions.ts'
import type { Session } from '../restore/use-session.ts'
import { endPreview, type FilmPreviewWish, useFilmPreviewState } from './film-preview-store.ts'
import { timecode } from './film-time.ts'
import { useFilmLook } from './use-film.ts'
import { PREVIEW_SECONDS, useFilmPreview, useFilmPreviewSwitch } from './use-film-preview.ts'

/** A few seconds with everything, before hours are spent on all of the film. */
export function FilmPreviewPart({ session }: { readonly session: Session }) {
  const { t, duration, failure } = useWords()
  const look = useFilmLook({ id: session.original.id, of: 'original' })
  const { wish, made, error } = useFilmPreview(session)
  const { run, isPossible, seconds } = useFilmPreviewSwitch(session, look.data)
  const press = useEffectEvent(run)
  useEffect(() => offerActions({ previewFilm: () => press() }), [])
  if (wish && error)
    return (
      <div className={styles.failed} role="alert">
        <p>{failure(error)}</p>
        <Button onPress={endPreview}>{t('common.dismiss')}</Button>
      </div>
    )
  if (wish && !made) return <Making />
  if (wish && made) return <Made wish={wish} seconds={made.seconds} />
  const words = { count: PREVIEW_SECONDS, time: seconds === undefined ? '' : duration(seconds) }
  return (
    <div className={styles.job}>
      <Button icon={ScanEye} isDisabled={!isPossible} onPress={run}>
        {t(seconds === undefined ? 'filmPreview.button' : 'filmPreview.buttonTime', words)}
      </Button>
    </div>
  )
}

function Making() {
  const { t, stage: stageName, percent } = useWords()
  const { fraction, stage } = useFilmPreviewState()
  return (
    <div className={styles.job} data-testid="film-preview">
      <div className={styles.jobLine}>
        <span>{t('filmPreview.making', { stage: stageName(stage) })}</span>
        <span>{percent(fraction)}</span>
      </div>
      <Progress label={t('filmPreview.progress')} value={fraction} />
      <Button icon={X} onPress={endPreview}>
        {t('filmPreview.cancel')}
      </Button>
    </div>
  )
}

function Made({ wish, seconds }: { readonly wish: FilmPreviewWish; readonly seconds: number }) {
  const { t, duration } = useWords()
  const times = { from: timecode(wish.from), to: timecode(wish.from + wish.seconds) }
  return (
    <div className={styles.job} data-testid="film-preview">
      <p role="status" className={styles.help}>
        {seconds > 0
          ? t('filmPreview.shownAfter', { ...times, time: duration(seconds) })
          : t('filmPreview.shown', times)}
      </p>
      <Button icon={X} onPress={endPreview}>
        {t('filmPreview.end')}
      </Button>
    </div>
  )
}
