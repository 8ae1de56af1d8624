import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useEstimate } from '../../state/queries.ts'
import { engine } from '../../transport/services.ts'
import { sameSteps } from '../restore/recipes.ts'
import type { Session } from '../restore/use-session.ts'
import { type Piece, partOf, withPart } from './film-piece.ts'
import { endPreview, type FilmPreviewWish, useFilmPreviewState, wishPreview } from './film-preview-store.ts'
import { useFilmState } from './film-store.ts'
import { type Clock, frameAt, framesOf } from './film-time.ts'

/** So much is restored to be looked at: one sees the grain move, and does not wait long. */
export const PREVIEW_SECONDS = 3

/** The seconds from a frame on; at the end of the film, the last ones. */
export function previewPiece(frame: number, clock: Clock): Piece {
  const frames = framesOf(clock)
  const length = Math.min(frames, Math.max(1, Math.round(PREVIEW_SECONDS * clock.fps)))
  const first = Math.min(frame, frames - length)
  return { first, last: first + length - 1 }
}

/** What was asked for, while it is still what the recipe would do. */
function useWish({ original, draft }: Session): FilmPreviewWish | null {
  const wish = useFilmPreviewState((state) => state.wish)
  if (!wish || !draft || wish.id !== original.id) return null
  return sameSteps(wish.recipe, draftSteps(draft)) ? wish : null
}

const draftSteps = (draft: NonNullable<Session['draft']>) => withPart(draft, undefined)

/** A preview of a few seconds: asked for, being made, or to be seen. The engine remembers those it made. */
export function useFilmPreview(session: Session) {
  const wish = useWish(session)
  const query = useQuery({
    queryKey: ['film-preview', wish],
    queryFn: ({ signal }) =>
      engine.call('film.preview', wish as FilmPreviewWish, {
        signal,
        onEvent: ({ fraction, stage }) => useFilmPreviewState.setState({ fraction, stage }),
      }),
    enabled: wish !== null,
    gcTime: 60_000,
    retry: false,
  })
  return { wish, made: wish ? query.data : undefined, error: wish ? query.error : null }
}

/** Asks for the seconds from the frame on show on, or ends the preview. */
export function useFilmPreviewSwitch(session: Session, clock: Clock | undefined) {
  const { original, draft } = session
  const { wish } = useFilmPreview(session)
  // How long it takes depends on how long it is, not on where.
  const estimate = useEstimate(original.id, draft && withPart(draft, { from: 0, to: PREVIEW_SECONDS }))
  useEffect(() => endPreview, [])
  const isPossible =
    clock !== undefined && draft !== undefined && !original.missing && draft.steps.some(({ enabled }) => enabled)
  const run = () => {
    if (wish) return endPreview()
    if (!isPossible) return undefined
    const piece = previewPiece(frameAt(useFilmState.getState().time, clock), clock)
    const from = partOf(piece, clock)?.from ?? 0
    const seconds = Math.round(((piece.last - piece.first + 1) / clock.fps) * 1e6) / 1e6
    useFilmState.setState({ isPlaying: false })
    // What is heard before the first frame belongs to the film: its beginning is a little longer.
    wishPreview({
      id: original.id,
      recipe: draftSteps(draft),
      from,
      seconds: from === 0 ? clock.begin + seconds : seconds,
    })
  }
  return { run, isPossible, seconds: estimate.data?.seconds }
}
