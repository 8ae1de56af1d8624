import type { z } from 'zod'
import type { Between, ShotTimes } from '../define.ts'
import type operation from './op.ts'
import { TIMES } from './op.ts'

type Params = z.output<typeof operation.params>

/** Nearer to a frame of the film than this, as a part of the way to the next one, it is that frame. */
const SAME = 0.02
/** A picture shown more often than this stands still on purpose. */
export const MOST_REPEATS = 4
/** Gaps of which one is not longer than the other by more than this are alike. */
const ALIKE = 1.25

/** When the frames of the result are, and which frames of the shot each is made of. */
export function timesOf(shot: ShotTimes, params: Params): Between[] {
  const place = placer(shot, params)
  const moments = params.rate === 'fixed' ? evenly(shot, params) : multiplied(shot, TIMES[params.rate])
  return moments.map((moment) => ({ time: Math.round(moment / params.speed), ...place(moment) }))
}

/** So many frames for one. After the last of a shot they show it again: nothing is carried over a cut. */
function multiplied({ times, end }: ShotTimes, count: number): number[] {
  return times.flatMap((time, index) => {
    const gap = (times[index + 1] ?? end) - time
    return Array.from({ length: count }, (_, i) => time + (gap * i) / count)
  })
}

/** Moments of an even rate, counted from the beginning of the film. */
function evenly({ times, end }: ShotTimes, { fps, speed }: Params): number[] {
  const [first] = times
  if (first === undefined) return []
  const tick = (1e6 / fps) * speed
  const result: number[] = []
  for (let i = Math.max(0, Math.ceil(first / tick - 1e-6)); i * tick < end - speed; i++) result.push(i * tick)
  // A shot shorter than a tick is shown nevertheless.
  return result.length > 0 ? result : [first]
}

/** Finds the frames of the film around a moment; moments are asked for in the order of time. */
function placer({ times, repeats }: ShotTimes, params: Params) {
  const keys = params.repeats === 'fill' ? distinct(times.length, repeats) : times.map((_, i) => i)
  const timeOf = (key: number) => times[keys[key] as number] as number
  let at = 0
  return (moment: number): Omit<Between, 'time'> => {
    while (at + 1 < keys.length && timeOf(at + 1) <= moment + 1e-3) at++
    const index = keys[at] as number
    const to = keys[at + 1]
    if (to === undefined) return { index, part: 0 }
    const part = Math.max(0, (moment - timeOf(at)) / (timeOf(at + 1) - timeOf(at)))
    if (part < SAME) return { index, part: 0 }
    if (part > 1 - SAME) return { index: to, part: 0 }
    return {
      index,
      part,
      ...(to !== index + 1 && { to }),
      ...(params.method === 'quadratic' && { ...beside('before', at - 1, at), ...beside('after', at + 2, at) }),
    }
  }

  /** A frame that is as far from the two as they are from each other: motion is measured by equal times. */
  function beside(name: 'before' | 'after', key: number, pair: number) {
    const index = keys[key]
    if (index === undefined) return {}
    const gap = timeOf(pair + 1) - timeOf(pair)
    const own = key < pair ? timeOf(pair) - timeOf(key) : timeOf(key) - timeOf(pair + 1)
    return Math.max(own / gap, gap / own) > ALIKE ? {} : { [name]: index }
  }
}

/** Frames that show something new: those that repeat the one before are made anew, unless the picture stands still. */
function distinct(count: number, repeats: readonly number[]): number[] {
  const same = new Set(repeats)
  const keys: number[] = []
  for (let first = 0; first < count; ) {
    let next = first + 1
    while (next < count && same.has(next)) next++
    keys.push(first)
    if (next - first - 1 > MOST_REPEATS) for (let i = first + 1; i < next; i++) keys.push(i)
    first = next
  }
  return keys
}
