import type { Between } from '../../operations/define.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import type { Survey } from './survey.ts'

/** Where a frame of the result comes from, by places in the film. */
export type Origin = Omit<Between, 'time'>

/** Frames between two cuts, by time. */
export interface TimedShot {
  readonly first: number
  /** Of every frame, microseconds since the first of the film. */
  readonly times: readonly number[]
}

/** The frames of the result. Those of the film, unless a step puts some between them. */
export interface Timeline {
  readonly shots: readonly TimedShot[]
  readonly frames: number
  originOf(index: number): Origin
  /** Microseconds since the first frame. */
  timeOf(index: number): number
}

/** @param frameSeconds how long the last frame of the film is shown */
export function timelineOf({ shots, frames }: Survey, steps: readonly FilmStep[], frameSeconds: number): Timeline {
  const step = steps.find(({ work }) => work.between)
  const between = step?.work.between
  if (!step || !between) {
    const times = shots.flatMap((shot) => shot.times)
    return { shots, frames, originOf: (index) => ({ index, part: 0 }), timeOf: (index) => times[index] as number }
  }
  const made: TimedShot[] = []
  const all: Between[] = []
  for (const [i, { first, times, repeats }] of shots.entries()) {
    const end = shots[i + 1]?.times[0] ?? (times.at(-1) as number) + Math.round(frameSeconds * 1e6)
    const own = between.times({ times, end, repeats }, step.params)
    made.push({ first: all.length, times: own.map(({ time }) => time) })
    for (const each of own) all.push(inFilm(each, first))
  }
  return {
    shots: made,
    frames: all.length,
    originOf: (index) => all[index] as Between,
    timeOf: (index) => (all[index] as Between).time,
  }
}

/** Places in a shot as places in the film. */
function inFilm({ time, part, index, to, before, after }: Between, first: number): Between {
  const place = (name: 'to' | 'before' | 'after', at: number | undefined) => at !== undefined && { [name]: first + at }
  return { time, part, index: first + index, ...place('to', to), ...place('before', before), ...place('after', after) }
}
