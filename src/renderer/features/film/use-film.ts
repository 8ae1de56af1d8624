import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { codeOf } from '../../../shared/errors.ts'
import { assetUrl, engine } from '../../transport/services.ts'

/** A film as it came, a version of it, or a preview. */
export interface Which {
  readonly id: string
  readonly of: 'original' | 'restoration' | 'preview'
}

export const useFilmLook = ({ id, of }: Which, isFilm = true) =>
  useQuery({
    queryKey: ['film', of, id],
    queryFn: () => engine.call('film.look', { id, of }),
    enabled: isFilm,
    retry: false,
  })

export type FilmLook = NonNullable<ReturnType<typeof useFilmLook>['data']>

export interface Playable {
  /** Address of what can be played; undefined while it is made. */
  readonly url: string | undefined
  /** 0..1 */
  readonly fraction: number
  readonly error: unknown
}

const nothing: Playable = { url: undefined, fraction: 0, error: undefined }

const againMs = 1000

/** Has a copy made that this browser plays. Leaving ends the making. */
export function usePlayable(which: Which | undefined): Playable {
  const [state, setState] = useState<Playable & { readonly key?: string }>(nothing)
  const { id, of } = which ?? {}
  const key = `${of} ${id}`
  useEffect(() => {
    if (id === undefined || of === undefined) return undefined
    const leaving = new AbortController()
    const set = (next: Partial<Playable>) =>
      leaving.signal.aborted || setState((now) => ({ ...(now.key === key ? now : nothing), ...next, key }))
    let again: ReturnType<typeof setTimeout> | undefined
    const make = (): void =>
      void engine
        .call('film.playable', { id, of }, { signal: leaving.signal, onEvent: ({ fraction }) => set({ fraction }) })
        .then(({ asset }) => set({ url: assetUrl(asset), fraction: 1 }))
        .catch((error: unknown) => {
          const code = codeOf(error)
          // The link is made anew by itself; what was made goes on where it was.
          if (code === 'disconnected' && !leaving.signal.aborted) again = setTimeout(make, againMs)
          else if (code !== 'cancelled') set({ error })
        })
    make()
    return () => {
      clearTimeout(again)
      leaving.abort()
    }
  }, [id, of, key])
  return state.key === key ? state : nothing
}

/** Frames looked at are asked for once the hand rests. */
const restsMs = 200

/** The frame at a time, sharp and at its full size; undefined until it is there. */
export function useStill(which: Which | undefined, at: number, isWanted: boolean): string | undefined {
  const { id, of } = which ?? {}
  const [settled, setSettled] = useState<number | undefined>(undefined)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(at), restsMs)
    return () => clearTimeout(timer)
  }, [at])
  const rests = isWanted && id !== undefined && settled === at
  const found = useQuery({
    queryKey: ['film-still', of, id, at],
    queryFn: ({ signal }) => engine.call('film.still', { id: id as string, of: of ?? 'original', at }, { signal }),
    enabled: rests,
    // The engine keeps few of them.
    gcTime: 0,
    retry: false,
  })
  return rests && found.data ? assetUrl(found.data.asset) : undefined
}
