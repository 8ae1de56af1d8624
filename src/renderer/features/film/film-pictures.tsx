import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { type CompareMode, useCanvas } from '../restore/canvas-store.ts'
import { Chips } from '../restore/chips.tsx'
import { Divider } from '../restore/divider.tsx'
import { type Box, boxOf, fitted, type Size } from '../restore/viewport.ts'
import { holds, type Piece } from './film-piece.ts'
import { useFilmState } from './film-store.ts'
import { type Clock, frameAt, framesOf } from './film-time.ts'
import styles from './film-view.module.css'
import { useStill, type Which } from './use-film.ts'
import type { Player } from './use-player.ts'

export interface Side {
  readonly which: Which
  readonly url: string | undefined
  readonly poster: string
  readonly name: string
  /** The frames it has: all of the film, or the piece that was restored. */
  readonly piece: Piece
  /** Seconds of the film before it begins. */
  readonly shift: number
}

interface FilmPicturesProps {
  /** Of the film as it came. */
  readonly name: string
  readonly before: Side
  readonly after: Side | undefined
  readonly mode: CompareMode
  /** The film as it came, or what it is compared with, alone. */
  readonly isBaseShown: boolean
  readonly clock: Clock & Size
  readonly frame: Size
  readonly player: Player
}

/** Before and after in the same place, cut at the divider, or beside each other. */
export function FilmPictures({
  name,
  before,
  after,
  mode: chosen,
  isBaseShown,
  clock,
  frame,
  player,
}: FilmPicturesProps) {
  const { t } = useWords()
  const split = useCanvas((state) => state.split)
  const isThere = {
    before: useFilmState(({ time }) => holds(before.piece, frameAt(time, clock))),
    after: useFilmState(({ time }) => after !== undefined && holds(after.piece, frameAt(time, clock))),
  }
  const mode = isThere.before && isThere.after ? chosen : 'off'
  const isSide = mode === 'side'
  const half = { width: isSide ? frame.width / 2 : frame.width, height: frame.height }
  const left = boxOf(fitted, half, clock)
  const right = isSide ? { ...left, left: left.left + half.width } : left
  const divider = left.left + split * left.width
  const cut = mode === 'split' ? `inset(0 ${left.width * (1 - split)}px 0 0)` : undefined
  const isAfterShown = isThere.after && !isBaseShown
  const isBeforeShown = !isAfterShown || mode !== 'off'
  return (
    <>
      {after && (
        <Layer
          side={after}
          box={right}
          clock={clock}
          isShown={isAfterShown}
          label={t('film.picture', { name, version: after.name })}
          video={player.hold(0)}
          onReady={player.loaded}
        />
      )}
      <Layer
        key={before.which.id}
        side={before}
        box={left}
        clock={clock}
        isShown={isBeforeShown}
        clip={cut}
        label={t('film.picture', { name, version: before.name })}
        video={player.hold(after ? 1 : 0)}
        onReady={player.loaded}
      />
      <Chips
        box={isSide ? { ...left, width: right.left + right.width - left.left } : left}
        frameWidth={frame.width}
        left={isAfterShown && mode === 'off' ? after?.name : before.name}
        right={mode === 'off' ? undefined : after?.name}
      />
      {mode === 'split' && (
        <Divider
          at={divider}
          span={{ left: left.left, right: left.left + left.width }}
          box={left}
          frame={frame}
          isFilm
        />
      )}
    </>
  )
}

interface LayerProps {
  readonly side: Side
  readonly box: Box
  readonly clock: Clock
  readonly isShown: boolean
  readonly clip?: string | undefined
  readonly label: string
  readonly video: (element: HTMLVideoElement | null) => void
  readonly onReady: () => void
}

/** One film: what plays, and over it, while it rests, the frame in full. */
function Layer({ side, box, clock, isShown, clip, label, video, onReady }: LayerProps) {
  const { time, isPlaying } = useFilmState()
  const still = useStill(side.which, Math.max(0, time - side.shift), !isPlaying && isShown && framesOf(clock) > 0)
  const at = { left: box.left, top: box.top, width: box.width, height: box.height }
  const hidden = isShown ? {} : { visibility: 'hidden' as const }
  return (
    <figure
      className={styles.layer}
      style={{ ...at, ...hidden, ...(clip ? { clipPath: clip } : {}) }}
      aria-label={label}
    >
      {side.url === undefined ? (
        <img src={assetUrl(side.poster)} alt="" draggable={false} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: home films have no captions of their own; tracks of the file stay in it
        <video
          ref={video}
          src={side.url}
          preload="auto"
          playsInline
          aria-hidden="true"
          tabIndex={-1}
          onLoadedData={onReady}
          // A browser's decoder may give up after a jump; loaded anew it goes on from where the film stands.
          onError={({ currentTarget }) =>
            currentTarget.error?.code === MediaError.MEDIA_ERR_DECODE && currentTarget.load()
          }
        />
      )}
      {still && !isPlaying && <img src={still} alt={label} draggable={false} data-testid="still" />}
    </figure>
  )
}
