import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { Piece } from './film-piece.ts'
import { useFilmState } from './film-store.ts'
import { type Clock, frameAt, insideOf, timeOf } from './film-time.ts'

/** More than this apart, seconds, and the follower is set to where the other is. */
const apart = 0.08

type Videos = React.RefObject<(HTMLVideoElement | null)[]>
const present = (videos: Videos) => videos.current.filter((video) => video !== null)
const playAll = (videos: Videos) => {
  for (const video of present(videos)) video.play().catch(() => useFilmState.setState({ isPlaying: false }))
}

export interface Player {
  readonly toggle: () => void
  readonly seek: (time: number) => void
  readonly step: (frames: number) => void
  /** For both pictures: the first leads and is heard. */
  readonly hold: (place: 0 | 1) => (video: HTMLVideoElement | null) => void
  /** To be called when a picture can be played. */
  readonly loaded: () => void
}

/**
 * Plays two films as one.
 * @param shifts seconds of the film before each of the two begins: a version may hold a piece of it
 * @param range frames that all of them have: only these are played
 */
export function usePlayer(clock: Clock, shifts: readonly [number, number], range: Piece): Player {
  const videos = useRef<(HTMLVideoElement | null)[]>([null, null])
  const { isPlaying, isMuted } = useFilmState()
  const shiftOf = (video: HTMLVideoElement) => shifts[videos.current.indexOf(video)] ?? 0
  const first = timeOf(range.first, clock)
  const last = timeOf(range.last, clock)

  const place = (time: number) => {
    for (const video of present(videos)) video.currentTime = Math.max(0, insideOf(time, clock) - shiftOf(video))
  }
  const seek = (time: number) => {
    const snapped = timeOf(frameAt(time + 0.001, clock), clock)
    useFilmState.setState({ time: snapped })
    place(snapped)
  }
  const follow = useEffectEvent(() => {
    const [lead, ...others] = present(videos)
    if (!lead) return
    const now = lead.currentTime + shiftOf(lead)
    const isOver = lead.ended || now > last + 1 / clock.fps
    const time = Math.min(last, timeOf(frameAt(now, clock), clock))
    useFilmState.setState({ time, ...(isOver && { isPlaying: false }) })
    for (const other of others) {
      const meant = now - shiftOf(other)
      if (Math.abs(other.currentTime - meant) > apart) other.currentTime = meant
    }
  })
  const stopped = useEffectEvent(() => place(useFilmState.getState().time))

  useEffect(() => {
    if (!isPlaying) return undefined
    playAll(videos)
    let frame = requestAnimationFrame(function look() {
      follow()
      frame = requestAnimationFrame(look)
    })
    return () => {
      cancelAnimationFrame(frame)
      for (const video of present(videos)) video.pause()
      stopped()
    }
  }, [isPlaying])

  useEffect(() => {
    for (const [index, video] of videos.current.entries()) if (video) video.muted = isMuted || index > 0
  })

  // What was loaded while the film plays joins in.
  const goOn = () => isPlaying && playAll(videos)
  const now = useRef({ seek, place, goOn })
  useEffect(() => {
    now.current = { seek, place, goOn }
  })
  return useMemo(
    () => ({
      toggle: () => {
        const { isPlaying: plays, time } = useFilmState.getState()
        // At the end, and where not all of them have a picture, play means from the start.
        if (!plays && (time >= last - 0.001 || time < first - 0.001)) now.current.seek(first)
        useFilmState.setState({ isPlaying: !plays })
      },
      seek: (time) => now.current.seek(time),
      step: (frames) => {
        const { time } = useFilmState.getState()
        useFilmState.setState({ isPlaying: false })
        now.current.seek(timeOf(frameAt(time, clock) + frames, clock))
      },
      hold: (index) => (video) => {
        videos.current[index] = video
      },
      loaded: () => {
        now.current.place(useFilmState.getState().time)
        now.current.goOn()
      },
    }),
    [clock, first, last],
  )
}
