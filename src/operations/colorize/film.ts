import { AppError } from '../../shared/errors.ts'
import { defineFilmWork } from '../define.ts'
import { measureTone } from '../recover-tone/measure.ts'
import { colourFrame } from './frames.ts'
import operation from './op.ts'
import { bytesOfState, stateOfBytes } from './temporal.ts'

interface ShotKind {
  readonly isColour: boolean
}

/** Colours are guessed for every frame and settle along the motion of the picture; a cut begins anew. */
export const film = defineFilmWork<typeof operation.params, ShotKind>(operation, {
  radius: () => 0,
  carries: ({ vividness }) => vividness > 0,
  cost: 1.5,
  check: ({ hints }) => {
    if (hints.length === 0) return
    const why = 'Colours that are known are placed on one photo: films move under them. Take them out of the recipe.'
    throw new AppError('invalid-input', why, { operation: operation.id })
  },
  plan: ({ samples }) => {
    const inColour = samples.filter((sample) => measureTone(sample).kind === 'colour')
    return { isColour: inColour.length > samples.length / 2 }
  },
  run: async (window, params, context, { isColour }) => {
    const frame = window.at(0)
    if (!frame) throw new RangeError('a window without its own frame')
    const before = window.carried && stateOfBytes(window.carried)
    const { image, state } = await colourFrame(frame, { before, isColour }, params, context)
    if (!state) context.progress(1)
    return { image, carried: state && bytesOfState(state) }
  },
})
