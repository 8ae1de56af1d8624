import { create } from 'zustand'
import type { PieceEnd } from './film-piece.ts'

/** What the player of the open film is doing. */
interface FilmState {
  /** Seconds since the start of the film as it came. */
  readonly time: number
  readonly isPlaying: boolean
  readonly isMuted: boolean
}

export const useFilmState = create<FilmState>(() => ({ time: 0, isPlaying: false, isMuted: false }))

export const toggleMuted = (): void => useFilmState.setState(({ isMuted }) => ({ isMuted: !isMuted }))

/** What the commands of the keyboard reach while a film is open. */
export interface FilmActions {
  readonly play: () => void
  readonly step: (frames: number) => void
  readonly jump: (seconds: number) => void
  readonly edge: (end: 'first' | 'last') => void
  /** The piece that is restored begins, or ends, with the frame on show. */
  readonly mark: (end: PieceEnd) => void
}

let offered: FilmActions | undefined

/** @returns takes them away again */
export function offerFilm(actions: FilmActions): () => void {
  offered = actions
  return () => {
    if (offered === actions) offered = undefined
  }
}
export const openFilm = (): FilmActions | undefined => offered
