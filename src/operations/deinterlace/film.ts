import { defineFilmWork } from '../define.ts'
import operation from './op.ts'

/** The decoder does it (ffmpeg's bwdif): fields must come together before anything else looks at a frame. */
export const film = defineFilmWork<typeof operation.params>(operation, {
  radius: () => 0,
  cost: 0.02,
  fields: ({ rate, order }) => ({ rate, order }),
  run: async (window, _params, context) => {
    const image = window.at(0)
    if (!image) throw new RangeError('a window without its own frame')
    context.progress(1)
    return { image }
  },
})
