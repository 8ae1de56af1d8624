import { defineFilmWork } from '../define.ts'
import operation from './op.ts'
import { type Steadying, steady } from './path.ts'
import { warp } from './warp.ts'

/** Shifts below this part of a side are left alone: interpolation would cost more than they do. */
const UNSEEN = 1e-4

export const film = defineFilmWork<typeof operation.params, Steadying>(operation, {
  radius: () => 0,
  needsMotion: true,
  cost: 0.5,
  plan: ({ motion }, { smoothness, border }) => steady(motion, smoothness, border === 'zoom'),
  run: async (window, _params, context, { moves, zoom }) => {
    const [image, move] = [window.at(0), moves[window.index]]
    if (!image || !move) throw new RangeError('a window without its own frame')
    const rests = Math.max(Math.abs(move.dx), Math.abs(move.dy), Math.abs(move.turn)) < UNSEEN && zoom === 1
    if (rests) {
      context.progress(1)
      return { image }
    }
    return { image: await warp(image, move, zoom, context) }
  },
})
