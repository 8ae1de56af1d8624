// biome-ignore-all lint/a11y/useSemanticElements: a row of controls is no set of form fields
import { Pause, Play, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { IconButton } from '../../ui/button.tsx'
import canvas from '../restore/canvas.module.css'
import { CompareTools, Peek } from '../restore/tool-strip.tsx'
import { toggleMuted, useFilmState } from './film-store.ts'
import { type Clock, frameAt, framesOf, timecode, timeOf } from './film-time.ts'
import styles from './film-view.module.css'
import { PieceLine, TrimLane } from './trim-lane.tsx'
import type { Player } from './use-player.ts'
import type { Trim } from './use-trim.ts'

interface FilmControlsProps {
  /** There is something to compare the film with. */
  readonly isCompared: boolean
  readonly clock: Clock
  readonly player: Player
  readonly trim: Trim
  readonly mayPlay: boolean
  readonly hasSound: boolean
}

/** Below the picture: where in the film one is, and the ways to get elsewhere. */
export function FilmControls({ isCompared, clock, player, trim, mayPlay, hasSound }: FilmControlsProps) {
  const { t } = useWords()
  const { isPlaying, isMuted } = useFilmState()
  return (
    <div className={styles.controls} role="group" aria-label={t('film.controls')}>
      <TrimLane clock={clock} trim={trim} />
      <Track clock={clock} player={player} />
      <PieceLine clock={clock} trim={trim} />
      <div className={styles.row}>
        <Place clock={clock} />
        <div className={styles.transport}>
          <IconButton icon={StepBack} label={t('film.stepBack')} shortcut="," onPress={() => player.step(-1)} />
          <IconButton
            icon={isPlaying ? Pause : Play}
            label={t(isPlaying ? 'film.pause' : 'film.play')}
            shortcut="Space"
            isDisabled={!mayPlay}
            onPress={player.toggle}
          />
          <IconButton icon={StepForward} label={t('film.stepOn')} shortcut="." onPress={() => player.step(1)} />
          {hasSound && (
            <IconButton
              icon={isMuted ? VolumeX : Volume2}
              label={t('film.mute')}
              pressed={isMuted}
              onPress={toggleMuted}
            />
          )}
        </div>
        <div className={styles.compare}>
          {isCompared && (
            <div className={canvas.group} role="toolbar" aria-label={t('canvas.tools')}>
              <CompareTools isFilm />
              <Peek isFilm />
            </div>
          )}
        </div>
      </div>
    </div>
  )
}

function Place({ clock }: { readonly clock: Clock }) {
  const { t, number } = useWords()
  const time = useFilmState((state) => state.time)
  const frame = frameAt(time, clock)
  return (
    <span className={styles.place}>
      <strong>{timecode(time)}</strong>
      <span>{` / ${timecode(clock.seconds)} · ${t('film.frame', { frame: number(frame + 1) })}`}</span>
    </span>
  )
}

/** The whole film as a line; a frame is its smallest step. */
function Track({ clock, player }: { readonly clock: Clock; readonly player: Player }) {
  const { t } = useWords()
  const time = useFilmState((state) => state.time)
  const last = Math.max(1, framesOf(clock) - 1)
  const frame = frameAt(time, clock)
  return (
    <input
      type="range"
      className={styles.track}
      aria-label={t('film.position')}
      aria-valuetext={timecode(time)}
      min={0}
      max={last}
      step={1}
      value={frame}
      style={{ '--done': `${(frame / last) * 100}%` } as React.CSSProperties}
      onChange={(event) => player.seek(timeOf(Number(event.currentTarget.value), clock))}
    />
  )
}
