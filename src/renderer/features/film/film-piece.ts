import type { FilmPart, Recipe } from '../../../shared/recipe.ts'
import { type Clock, frameAt, framesOf, timeOf } from './film-time.ts'

/** First and last frame of a piece of a film; both are in it. */
export interface Piece {
  readonly first: number
  readonly last: number
}
export type PieceEnd = 'first' | 'last'

export const wholeOf = (clock: Clock): Piece => ({ first: 0, last: framesOf(clock) - 1 })

/** The frames a recipe restores. @param part all of them, when left out */
export function pieceOf(part: FilmPart | undefined, clock: Clock): Piece {
  const whole = wholeOf(clock)
  if (!part) return whole
  const first = part.from === 0 ? 0 : frameAt(part.from, clock)
  // Its end is the beginning of the first frame that is not in it.
  const last = part.to === undefined ? whole.last : frameAt(part.to - 0.5 / clock.fps, clock)
  return { first, last: Math.max(first, last) }
}

const microseconds = (seconds: number) => Math.round(seconds * 1e6) / 1e6

/** Undefined for the whole film: its recipe is the one it was before it was ever cut. */
export function partOf({ first, last }: Piece, clock: Clock): FilmPart | undefined {
  const whole = wholeOf(clock)
  if (first <= 0 && last >= whole.last) return undefined
  const from = first <= 0 ? 0 : microseconds(timeOf(first, clock))
  return { from, ...(last < whole.last && { to: microseconds(timeOf(last + 1, clock)) }) }
}

export function withPart({ part: _part, ...recipe }: Recipe, part: FilmPart | undefined): Recipe {
  return part ? { ...recipe, part } : recipe
}

/** One end moved to a frame. The other one stays, unless the frame lies beyond it: then the piece is open on that side. */
export function marked(piece: Piece, end: PieceEnd, frame: number, clock: Clock): Piece {
  const moved = { ...piece, [end]: frame }
  return moved.first <= moved.last ? moved : { ...wholeOf(clock), [end]: frame }
}

/** One end dragged: it stops at the other. */
export const dragged = (piece: Piece, end: PieceEnd, frame: number): Piece =>
  end === 'first' ? { ...piece, first: Math.min(frame, piece.last) } : { ...piece, last: Math.max(frame, piece.first) }

/** Frames that two pieces have in common; undefined where there are none. */
export function common(one: Piece, other: Piece): Piece | undefined {
  const both = { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) }
  return both.first <= both.last ? both : undefined
}

export const holds = ({ first, last }: Piece, frame: number): boolean => frame >= first && frame <= last

/** Seconds a piece lasts. */
export const lengthOf = ({ first, last }: Piece, { fps }: Clock): number => (last - first + 1) / fps
