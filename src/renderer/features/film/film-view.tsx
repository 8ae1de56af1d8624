import { useEffect, useMemo, useRef, useState } from 'react'
import type { FilmPart } from '../../../shared/recipe.ts'
import { useWords } from '../../state/use-words.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useSize } from '../../ui/use-size.ts'
import { type CompareMode, useCanvas } from '../restore/canvas-store.ts'
import type { Session } from '../restore/use-session.ts'
import { versionName } from '../restore/version-name.ts'
import type { Size } from '../restore/viewport.ts'
import { FilmControls } from './film-controls.tsx'
import { FilmPictures, type Side } from './film-pictures.tsx'
import { common, holds, pieceOf } from './film-piece.ts'
import { partOfWish } from './film-preview-store.ts'
import { offerFilm, useFilmState } from './film-store.ts'
import { type Clock, frameAt, timecode, timeOf } from './film-time.ts'
import styles from './film-view.module.css'
import { type Playable, useFilmLook, usePlayable, type Which } from './use-film.ts'
import { useFilmPreview } from './use-film-preview.ts'
import { type Player, usePlayer } from './use-player.ts'
import { type Trim, useTrim } from './use-trim.ts'

/** A film and what was made of it, played as one. */
export function FilmView({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { original, version, base } = session
  const before: Which = base ? { id: base.id, of: 'restoration' } : { id: original.id, of: 'original' }
  const preview = useFilmPreview(session)
  const after: Which | undefined = preview.made
    ? { id: preview.made.preview, of: 'preview' }
    : version && { id: version.id, of: 'restoration' }
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
  const { t } = useWords()
  const frameRef = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 })
  useSize(frameRef, setFrame)
  const { mode: chosen, peek } = useCanvas()
  const { original, version, base } = session
  const first = usePlayable(before)
  const second = usePlayable(after)
  const left: Side = {
    ...sideOf(base?.recipe.part, clock),
    which: before,
    url: first.url,
    poster: (base ?? original).thumb,
    name: base ? versionName(base, t) : t('film.original'),
  }
  const { wish } = useFilmPreview(session)
  const isPreview = after?.of === 'preview' && wish !== null
  const right: Side | undefined = after && {
    ...sideOf(isPreview ? partOfWish(wish) : version?.recipe.part, clock),
    which: after,
    url: second.url,
    poster: (isPreview ? original : (version ?? original)).thumb,
    name: isPreview || !version ? t('filmPreview.name') : versionName(version, t),
  }
  const range = (right && common(left.piece, right.piece)) ?? (right ?? left).piece
  const player = usePlayer(clock, right ? [right.shift, left.shift] : [left.shift, 0], range)
  const mode: CompareMode = after && !peek ? chosen : 'off'
  const mayPlay = first.url !== undefined && (!after || second.url !== undefined)
  const trim = useTrim(session, clock, player)
  useFilmCommands(player, clock, mayPlay, trim.mark)
  return (
    <>
      <div ref={frameRef} className={styles.stage} data-testid="film">
        {frame.width > 0 && (
          <FilmPictures
            name={original.name}
            before={left}
            after={right}
            mode={mode}
            isBaseShown={peek || !after}
            clock={clock}
            frame={frame}
            player={player}
          />
        )}
        <Readiness made={after ? [first, second] : [first]} />
        {right && <Outside side={right} clock={clock} />}
      </div>
      <FilmControls
        isCompared={right !== undefined}
        clock={clock}
        player={player}
        trim={trim}
        mayPlay={mayPlay}
        hasSound={sounds > 0}
      />
    </>
  )
}

/** Which frames a film or a version of it has. */
const sideOf = (part: FilmPart | undefined, clock: Clock) => ({ piece: pieceOf(part, clock), shift: part?.from ?? 0 })

/** Where a version that holds a piece has no picture, the film as it came is seen: that is said. */
function Outside({ side, clock }: { readonly side: Side; readonly clock: Clock }) {
  const { t } = useWords()
  const isThere = useFilmState(({ time }) => holds(side.piece, frameAt(time, clock)))
  if (isThere || side.url === undefined) return null
  const { first, last } = side.piece
  const times = { from: timecode(timeOf(first, clock)), to: timecode(timeOf(last + 1, clock)) }
  return (
    <p className={styles.readiness} role="status">
      {t('film.outside', { name: side.name, ...times })}
    </p>
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

function useFilmCommands(player: Player, clock: Clock, mayPlay: boolean, mark: Trim['mark']): void {
  const actions = useMemo(
    () => ({
      play: () => mayPlay && player.toggle(),
      step: player.step,
      jump: (seconds: number) => player.seek(useFilmState.getState().time + seconds),
      edge: (end: 'first' | 'last') => player.seek(end === 'first' ? timeOf(0, clock) : clock.seconds),
      mark,
    }),
    [player, clock, mayPlay, mark],
  )
  useEffect(() => offerFilm(actions), [actions])
}
