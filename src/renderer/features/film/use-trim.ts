import { useEffectEvent, useMemo, useRef } from 'react'
import { adjustRecipe, editRecipe } from '../restore/editor-store.ts'
import type { Session } from '../restore/use-session.ts'
import { dragged, marked, type Piece, type PieceEnd, partOf, pieceOf, withPart } from './film-piece.ts'
import { useFilmState } from './film-store.ts'
import { type Clock, frameAt, timeOf } from './film-time.ts'
import type { Player } from './use-player.ts'

export interface Trim {
  readonly piece: Piece
  readonly isWhole: boolean
  /** Nothing is known yet of what would be done to the film. */
  readonly isDisabled: boolean
  /** An end is moved by its handle: one gesture is one step to undo. The frame it is moved to is shown. */
  readonly drag: (end: PieceEnd, frame: number) => void
  readonly release: () => void
  /** The piece begins or ends with the frame on show. */
  readonly mark: (end: PieceEnd) => void
  readonly reset: () => void
}

/** The piece of the film that the recipe restores. */
export function useTrim({ draft }: Session, clock: Clock, player: Player): Trim {
  const isDragging = useRef(false)
  const piece = pieceOf(draft?.part, clock)
  const take = (next: Piece, sameGesture = false) => {
    if (draft) adjustRecipe(withPart(draft, partOf(next, clock)), sameGesture)
  }
  const mark = useEffectEvent((end: PieceEnd) =>
    take(marked(piece, end, frameAt(useFilmState.getState().time, clock), clock)),
  )
  // Commands hold it as long as the film is open.
  const markNow = useMemo(() => (end: PieceEnd) => mark(end), [])
  return {
    piece,
    isWhole: draft?.part === undefined,
    isDisabled: draft === undefined,
    drag: (end, frame) => {
      const next = dragged(piece, end, frame)
      take(next, isDragging.current)
      isDragging.current = true
      useFilmState.setState({ isPlaying: false })
      player.seek(timeOf(next[end], clock))
    },
    release: () => {
      isDragging.current = false
    },
    mark: markNow,
    reset: () => draft && editRecipe(withPart(draft, undefined)),
  }
}
