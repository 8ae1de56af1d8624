import type { TimedShot } from './timeline.ts'

/** Frames that are worked on and written as one, and are not done again once they are. */
export interface Piece {
  readonly first: number
  readonly frames: number
}

/** Film of a piece at most, and work an ordinary computer has with it: what a power cut may cost. */
const FILM_SECONDS = 10
const WORK_SECONDS = 10
/** Pieces are not made shorter than this: every one begins with a key frame, and an encoder has to start. */
const FEWEST_FRAMES = 8

/**
 * Cuts a film into pieces, at its own cuts where they come in time. Depends on nothing that is measured: the same film
 * and recipe have the same pieces on a slow and a busy computer.
 * @param secondsPerFrame of work, as first guessed
 */
export function planPieces(
  shots: readonly TimedShot[],
  fps: number,
  secondsPerFrame: number,
  filmSeconds = FILM_SECONDS,
): Piece[] {
  const most = Math.max(
    FEWEST_FRAMES,
    Math.floor(Math.min(filmSeconds * fps, WORK_SECONDS / Math.max(1e-6, secondsPerFrame))),
  )
  const pieces: Piece[] = []
  let [first, end] = [0, 0]
  const close = () => {
    if (end > first) pieces.push({ first, frames: end - first })
    first = end
  }
  for (const shot of shots) {
    const length = shot.times.length
    if (end - first + length > most) close()
    end = shot.first + length
    if (end - first <= most) continue
    pieces.push(...evenly(first, end - first, most))
    first = end
  }
  close()
  return pieces
}

/** A long shot in equal parts. */
function evenly(first: number, frames: number, most: number): Piece[] {
  const parts = Math.ceil(frames / most)
  const bounds = Array.from({ length: parts + 1 }, (_, i) => first + Math.round((frames * i) / parts))
  return bounds.slice(0, -1).map((start, i) => ({ first: start, frames: (bounds[i + 1] as number) - start }))
}
