import type { Progress } from '../pipeline/restore.ts'

/** Parts of the progress bar. */
const LOOKED = 0.08
const WORKED = 0.97
/** Frames over which the pace is taken. */
const PACE_FRAMES = 48

export interface FilmProgress {
  readonly looked: (index: number) => void
  readonly worked: (done: number, frames: number, stage: string) => void
  /** Where putting the film together begins. */
  readonly saving: number
}

/** @param expected frames, by the file's own account */
export function filmProgress(tell: (progress: Progress) => void, expected: number): FilmProgress {
  const finished: number[] = []
  const pace = (): number | undefined => {
    finished.push(performance.now())
    if (finished.length > PACE_FRAMES) finished.shift()
    const [first = 0] = finished
    const milliseconds = (finished.at(-1) ?? first) - first
    return milliseconds > 0 ? ((finished.length - 1) * 1000) / milliseconds : undefined
  }
  return {
    looked: (index) => tell({ stage: 'open', fraction: LOOKED * Math.min(1, index / expected) }),
    worked: (done, frames, stage) => {
      const fraction = LOOKED + (WORKED - LOOKED) * Math.min(1, done / frames)
      tell({ stage, fraction, framesPerSecond: pace() })
    },
    saving: WORKED,
  }
}
