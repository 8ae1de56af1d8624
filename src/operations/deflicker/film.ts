import { defineFilmWork } from '../define.ts'
import { mapBandsWith } from '../support/bands.ts'
import { applyTable, levelTable, type Move, steadyLevels } from './levels.ts'
import operation from './op.ts'

/** A change smaller than this nobody sees: the frame passes as it is. */
const UNSEEN = 0.25 / 255

export const film = defineFilmWork<typeof operation.params, readonly Move[]>(operation, {
  radius: () => 0,
  cost: 0.06,
  plan: ({ light }, { strength }) => steadyLevels(light, strength),
  run: async (window, _params, context, plan) => {
    const [image, move] = [window.at(0), plan[window.index]]
    if (!image || !move) throw new RangeError('a window without its own frame')
    if (move.from.every((value, i) => Math.abs(value - (move.to[i] as number)) < UNSEEN)) {
      context.progress(1)
      return { image }
    }
    const table = levelTable(move)
    return { image: await mapBandsWith(image, context, (output, { data }) => applyTable(table, data, output)) }
  },
})
