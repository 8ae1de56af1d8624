import { defineFilmWork } from '../define.ts'
import { frameOf } from './between.ts'
import { INTERPOLATOR } from './networks.ts'
import operation, { TIMES } from './op.ts'
import { atSize, choosy, curved, motionOf, straight } from './paths.ts'
import { refiner } from './refine.ts'
import { byRife } from './rife.ts'
import { MOST_REPEATS, timesOf } from './times.ts'

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
    reach: ({ method, repeats }) => (method === 'quadratic' ? 2 : 1) * (repeats === 'fill' ? 1 + MOST_REPEATS : 1),
    rate: (fps, { rate, fps: fixed, speed }) => (rate === 'fixed' ? fixed : fps * TIMES[rate] * speed),
    pace: ({ speed, sound }) => ({ stretch: 1 / speed, sound: sound === 'stretch' }),
    times: timesOf,
    join: async ({ a, b, before, after }, { method, model }, context) => {
      const pause = () => context.pause()
      if (model !== 'auto') return byRife(a, b, await context.session(model), context)
      if (method === 'network') return refiner(a, b, await context.session(INTERPOLATOR), pause)
      const { width, height } = a
      const motion = await motionOf(a, b, pause)
      if (method === 'fast') {
        const full = atSize(motion, width, height)
        return async (part) => {
          await pause()
          return frameOf(a, b, straight(full, part))
        }
      }
      const around = method === 'quadratic' &&
        before &&
        after && {
          before: atSize(await motionOf(before, a, pause), width, height),
          between: atSize(motion, width, height),
          after: atSize(await motionOf(b, after, pause), width, height),
        }
      return async (part) => {
        await pause()
        const plain = choosy(a, b, motion, part)
        return frameOf(a, b, around ? curved(plain, around.before, around.between, around.after, part) : plain)
      }
    },
  },
})
