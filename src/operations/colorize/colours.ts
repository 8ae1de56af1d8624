import type { z } from 'zod'
import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../define.ts'
import { moveAlike } from './alike.ts'
import type { Chroma } from './chroma.ts'
import { chromaAt, chromaReader, contractOf, guessBins, guessChroma, guessPicture, pictureReader } from './guess.ts'
import type { Colours } from './join.ts'
import { ownColours } from './keep.ts'
import type colorize from './op.ts'
import { COLOURIST, RENDER_STEP } from './op.ts'
import { reducedOf, reducePicture, sizeWithin } from './reduce.ts'
import { spreadHints } from './spread.ts'
import { decodingFor } from './variants.ts'

export type ColorizeParams = z.output<(typeof colorize)['params']>

/**
 * Everything that is decided for the whole picture, at the size of the render factor.
 * @param isColour of a frame, whether its shot is one in colour
 */
export async function coloursFor(
  whole: Raster,
  params: ColorizeParams,
  context: RunContext,
  isColour?: boolean,
): Promise<Decided> {
  const { hints, strokes, mark, keepColours, renderFactor } = params
  const session = await context.session(params.model === 'auto' ? COLOURIST : params.model)
  await context.pause()
  const small = await reducePicture(whole, sizeWithin(whole, renderFactor * RENDER_STEP), context)
  const guide = reducedOf(small)
  const guessed = await guessFor(session, whole, guide, params, context)
  await context.pause()
  const known = hints.length > 0 ? spreadHints(hints, guide, await guessed.plain()) : undefined
  const keep = keepColours ? ownColours(small, isColour) : undefined
  return { ...guessed, guide, known, keep, strokes, mark }
}

export interface Decided extends Colours, Guessed {}

interface Guessed extends Pick<Colours, 'guess' | 'gain'> {
  /** What is guessed without the hints, of the guide's size: where things end for the network. */
  readonly plain: () => Promise<Chroma>
}

async function guessFor(
  session: ModelSession,
  whole: Raster,
  guide: Colours['guide'],
  params: ColorizeParams,
  context: RunContext,
): Promise<Guessed> {
  const { gain } = decodingFor(params.vividness)
  const contract = contractOf(session.card)
  if (contract === 'bins') {
    const plain = await guessBins(session, guide, { ...params, seed: context.seed })
    const chroma = params.hints.length > 0 ? moveAlike(params.hints, guide, plain) : plain
    return { guess: { kind: 'joint', chroma }, gain: 1, plain: async () => plain }
  }
  if (params.variant !== 0) context.log(`“${session.card.id}” knows one answer only: the variant is left aside`)
  if (contract === 'chroma') {
    const chroma = await guessChroma(session, whole, params.renderFactor, context)
    return {
      guess: { kind: 'stretched', chroma },
      gain,
      plain: async () => chromaAt(guide, chroma, chromaReader(chroma)),
    }
  }
  const picture = await guessPicture(session, whole, params.renderFactor, context)
  const plain = async () => chromaAt(guide, picture, pictureReader(picture))
  return { guess: { kind: 'picture', picture }, gain, plain }
}
