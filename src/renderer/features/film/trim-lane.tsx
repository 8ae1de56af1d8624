import { ArrowLeftFromLine, ArrowRightFromLine } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { lengthOf, type PieceEnd } from './film-piece.ts'
import { type Clock, framesOf, timecode, timeOf } from './film-time.ts'
import styles from './trim-lane.module.css'
import type { Trim } from './use-trim.ts'

interface TrimProps {
  readonly clock: Clock
  readonly trim: Trim
}

/** Over the line of the film: two handles, between which it is restored. */
export function TrimLane({ clock, trim }: TrimProps) {
  const last = Math.max(1, framesOf(clock) - 1)
  const share = (frame: number) => frame / last
  return (
    <div
      className={styles.lane}
      data-whole={trim.isWhole || undefined}
      style={{ '--first': share(trim.piece.first), '--last': share(trim.piece.last) } as React.CSSProperties}
    >
      <span className={styles.band} aria-hidden="true" />
      <Handle end="first" clock={clock} trim={trim} />
      <Handle end="last" clock={clock} trim={trim} />
    </div>
  )
}

/** A slider of the browser: it has keys, and reports to screen readers, by itself. */
function Handle({ end, clock, trim }: TrimProps & { readonly end: PieceEnd }) {
  const { t } = useWords()
  const frame = trim.piece[end]
  return (
    <input
      type="range"
      className={`${styles.handle} ${styles[end]}`}
      aria-label={t(end === 'first' ? 'film.pieceBegin' : 'film.pieceEnd')}
      aria-valuetext={timecode(timeOf(end === 'first' ? frame : frame + 1, clock))}
      min={0}
      max={Math.max(1, framesOf(clock) - 1)}
      step={1}
      value={frame}
      disabled={trim.isDisabled}
      onChange={(event) => trim.drag(end, Number(event.currentTarget.value))}
      onPointerUp={trim.release}
      onKeyUp={trim.release}
      onBlur={trim.release}
    />
  )
}

/** What is restored, in words, and the ways to change it without dragging. */
export function PieceLine({ clock, trim }: TrimProps) {
  const { t, number } = useWords()
  const { first, last } = trim.piece
  const seconds = number(lengthOf(trim.piece, clock), { maximumFractionDigits: 1 })
  const times = { from: timecode(timeOf(first, clock)), to: timecode(timeOf(last + 1, clock)), seconds }
  return (
    <div className={styles.line}>
      <IconButton
        icon={ArrowRightFromLine}
        label={t('film.beginHere')}
        shortcut="I"
        isDisabled={trim.isDisabled}
        onPress={() => trim.mark('first')}
        small
      />
      <IconButton
        icon={ArrowLeftFromLine}
        label={t('film.endHere')}
        shortcut="O"
        isDisabled={trim.isDisabled}
        onPress={() => trim.mark('last')}
        small
      />
      <span className={styles.told} role="status">
        {trim.isWhole ? t('film.pieceWhole') : t('film.piece', times)}
      </span>
      {!trim.isWhole && (
        <Button look="quiet" onPress={trim.reset}>
          {t('film.whole')}
        </Button>
      )}
    </div>
  )
}
