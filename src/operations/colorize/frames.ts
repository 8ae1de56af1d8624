import type { Raster } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { type ColorizeParams, coloursFor } from './colours.ts'
import { joinColours } from './join.ts'
import { type ColourState, settle } from './temporal.ts'

/** How a frame comes after another. */
export interface Sequel {
  /** State of the frame before, in the same shot; undefined for the first one. */
  readonly before?: ColourState | undefined
  /** Whether the shot is in colour; measured on the frame alone when left out. */
  readonly isColour?: boolean
}

/**
 * Colours one frame of a film after the other, without flicker. The state goes from frame to frame and can be written
 * down.
 */
export async function colourFrame(
  frame: Raster,
  { before, isColour }: Sequel,
  params: ColorizeParams,
  context: RunContext,
): Promise<{ readonly image: Raster; readonly state: ColourState | undefined }> {
  if (params.vividness === 0) return { image: frame, state: undefined }
  const colours = await coloursFor(frame, params, context, isColour)
  const { guess, guide } = colours
  const { chroma, state } = settle(before, guide, guess.kind === 'joint' ? guess.chroma : await colours.plain())
  return { image: await joinColours(frame, { ...colours, guess: { kind: 'joint', chroma } }, context), state }
}
