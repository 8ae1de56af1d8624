import { useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useSize } from '../../ui/use-size.ts'
import { type CompareMode, useCanvas } from '../restore/canvas-store.ts'
import type { Session } from '../restore/use-session.ts'
import type { Size } from '../restore/viewport.ts'
import { FilmControls } from './film-controls.tsx'
import { FilmPictures } from './film-pictures.tsx'
import { offerFilm, useFilmState } from './film-store.ts'
import { type Clock, timeOf } from './film-time.ts'
import styles from './film-view.module.css'
import { type Playable, useFilmLook, usePlayable, type Which } from './use-film.ts'
import { usePlayer } from './use-player.ts'

/** A film and what was made of it, played as one. */
export function FilmView({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { original, version, base } = session
  const before: Which = base ? { id: base.id, of: 'restoration' } : { id: original.id, of: 'original' }
  const after: Which | undefined = version && { id: version.id, of: 'restoration' }
  const look = useFilmLook({ id: original.id, of: 'original' })
  // The next film begins at its own start.
  useEffect(() => () => useFilmState.setState({ time: 0, isPlaying: false }), [])
  if (look.error)
    return (
      <div className={styles.stage}>
        <FailureNotice error={look.error} kept={t('restore.failedKept')} onRetry={() => void look.refetch()} />
      </div>
    )
  if (!look.data) return <div className={styles.stage} />
  return <Screening session={session} before={before} after={after} clock={look.data} sounds={look.data.sounds} />
}

interface ScreeningProps {
  readonly session: Session
  readonly before: Which
  readonly after: Which | undefined
  readonly clock: Clock & Size
  readonly sounds: number
}

function Screening({ session, before, after, clock, sounds }: ScreeningProps) {
  const frameRef = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 })
  useSize(frameRef, setFrame)
  const { mode: chosen, peek } = useCanvas()
  const player = usePlayer(clock)
  const first = usePlayable(before)
  const second = usePlayable(after)
  const mode: CompareMode = after && !peek ? chosen : 'off'
  const mayPlay = first.url !== undefined && (!after || second.url !== undefined)
  useFilmCommands(player, clock, mayPlay)
  return (
    <>
      <div ref={frameRef} className={styles.stage} data-testid="film">
        {frame.width > 0 && (
          <FilmPictures
            session={session}
            before={{ which: before, url: first.url }}
            after={after && { which: after, url: second.url }}
            mode={mode}
            isBaseShown={peek || !after}
            clock={clock}
            frame={frame}
            player={player}
          />
        )}
        <Readiness made={after ? [first, second] : [first]} />
      </div>
      <FilmControls session={session} clock={clock} player={player} mayPlay={mayPlay} hasSound={sounds > 0} />
    </>
  )
}

/** Frames can be looked at at once; playing takes a copy that browsers play. */
function Readiness({ made }: { readonly made: readonly Playable[] }) {
  const { t, percent, failure } = useWords()
  const failed = made.find(({ error }) => error !== undefined)
  if (failed)
    return (
      <p className={styles.readiness} role="alert">
        {t('film.notPlayable', { reason: failure(failed.error) })}
      </p>
    )
  if (made.every(({ url }) => url !== undefined)) return null
  const fraction = made.reduce((sum, each) => sum + each.fraction, 0) / made.length
  return (
    <div className={styles.readiness}>
      <span role="status">{t('film.preparing')}</span>
      <Progress label={t('film.preparing')} value={fraction} />
      <span>{percent(fraction)}</span>
    </div>
  )
}

function useFilmCommands(player: ReturnType<typeof usePlayer>, clock: Clock, mayPlay: boolean): void {
  const actions = useMemo(
    () => ({
      play: () => mayPlay && player.toggle(),
      step: player.step,
      jump: (seconds: number) => player.seek(useFilmState.getState().time + seconds),
      edge: (end: 'first' | 'last') => player.seek(end === 'first' ? timeOf(0, clock) : clock.seconds),
    }),
    [player, clock, mayPlay],
  )
  useEffect(() => offerFilm(actions), [actions])
}
