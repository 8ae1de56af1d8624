import type { Between } from '../define.ts'
import { defineFilmWork } from '../define.ts'
import { frameBetween } from './between.ts'
import { enlarged, motionBetween } from './flow.ts'
import { levelsOf } from './level.ts'
import operation, { TIMES } from './op.ts'

/** Nearer to a frame of the film than this, as a part of the way to the next one, it is that frame. */
const SAME = 0.02

export const film = defineFilmWork<typeof operation.params>(operation, {
  radius: () => 0,
  cost: 0,
  run: async (window, _params, context) => {
    const image = window.at(0)
    if (!image) throw new RangeError('a window without its own frame')
    await context.pause()
    context.progress(1)
    return { image }
  },
  between: {
    cost: 1.6,
    rate: (fps, params) => (params.rate === 'fixed' ? params.fps : fps * TIMES[params.rate]),
    times: (times, end, params) =>
      params.rate === 'fixed' ? evenly(times, end, params.fps) : multiplied(times, end, TIMES[params.rate]),
    join: async (a, b, context) => {
      const [from, to] = [levelsOf(a), levelsOf(b)]
      const { width, height } = a
      const forth = enlarged(motionBetween(from, to), width, height)
      await context.pause()
      const back = enlarged(motionBetween(to, from), width, height)
      return async (part) => {
        await context.pause()
        return frameBetween(a, b, { forth, back }, part)
      }
    },
  },
})

/** So many frames for one. After the last of a shot they show it again: nothing is carried over a cut. */
function multiplied(times: readonly number[], end: number, count: number): Between[] {
  return times.flatMap((time, index) => {
    const gap = (times[index + 1] ?? end) - time
    const isLast = index === times.length - 1
    return Array.from({ length: count }, (_, i) => ({
      time: Math.round(time + (gap * i) / count),
      index,
      part: isLast ? 0 : i / count,
    }))
  })
}

/** Frames of an even rate, counted from the beginning of the film. */
function evenly(times: readonly number[], end: number, fps: number): Between[] {
  const [first] = times
  if (first === undefined) return []
  const tick = 1e6 / fps
  const result: Between[] = []
  let index = 0
  for (let i = Math.max(0, Math.ceil(first / tick - 1e-6)); i * tick < end - 1; i++) {
    const time = Math.round(i * tick)
    while ((times[index + 1] ?? Number.POSITIVE_INFINITY) <= time) index++
    result.push({ time, ...nearest(times, index, time) })
  }
  // A shot shorter than a tick is shown nevertheless.
  return result.length > 0 ? result : [{ time: first, index: 0, part: 0 }]
}

function nearest(times: readonly number[], index: number, time: number): { index: number; part: number } {
  const [from, to] = [times[index] as number, times[index + 1]]
  if (to === undefined) return { index, part: 0 }
  const part = Math.max(0, (time - from) / (to - from))
  if (part < SAME) return { index, part: 0 }
  return part > 1 - SAME ? { index: index + 1, part: 0 } : { index, part }
}
