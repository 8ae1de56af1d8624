import type { z } from 'zod'
import type { Raster } from '../../shared/image/raster.ts'
import type { ModelSession, Run, RunContext } from '../define.ts'
import type { Chroma } from './chroma.ts'
import { chromaAt, chromaReader, contractOf, guessBins, guessChroma, guessPicture, pictureReader } from './guess.ts'
import { type Colours, joinColours } from './join.ts'
import { ownColours } from './keep.ts'
import type colorize from './op.ts'
import { COLOURIST, RENDER_STEP } from './op.ts'
import { reducedOf, reducePicture, sizeWithin } from './reduce.ts'
import { spreadHints } from './spread.ts'
import { decodingFor } from './variants.ts'

type Params = z.output<(typeof colorize)['params']>

export const run: Run<typeof colorize> = async (image, params, context) => {
  if (params.vividness === 0) return { image }
  const colours = await coloursFor(context.part?.whole ?? image, params, context)
  return { image: await joinColours(image, colours, context) }
}

/** Everything that is decided for the whole picture, at the size of the render factor. */
async function coloursFor(whole: Raster, params: Params, context: RunContext): Promise<Colours> {
  const { hints, strokes, mark, keepColours, renderFactor } = params
  const session = await context.session(params.model === 'auto' ? COLOURIST : params.model)
  await context.pause()
  const small = await reducePicture(whole, sizeWithin(whole, renderFactor * RENDER_STEP), context)
  const guide = reducedOf(small)
  const guessed = await guessFor(session, whole, guide, params, context)
  await context.pause()
  const known = hints.length > 0 ? spreadHints(hints, guide, await guessed.chroma()) : undefined
  const { guess, gain } = guessed
  return { guide, guess, gain, known, keep: keepColours ? ownColours(small) : undefined, strokes, mark }
}

interface Guessed extends Pick<Colours, 'guess' | 'gain'> {
  /** What is guessed without the hints, of the guide's size: where things end for the network. */
  readonly chroma: () => Promise<Chroma>
}

async function guessFor(
  session: ModelSession,
  whole: Raster,
  guide: Colours['guide'],
  params: Params,
  context: RunContext,
): Promise<Guessed> {
  const { gain } = decodingFor(params.vividness)
  const contract = contractOf(session.card)
  if (contract === 'bins') {
    const wish = { ...params, seed: context.seed }
    const chroma = await guessBins(session, guide, wish)
    // Around a spot the network's answer changes although nothing ends there: hints are spread by one without them.
    return {
      guess: { kind: 'joint', chroma },
      gain: 1,
      chroma: () => guessBins(session, guide, { ...wish, hints: [] }),
    }
  }
  if (params.variant !== 0) context.log(`“${session.card.id}” knows one answer only: the variant is left aside`)
  if (contract === 'chroma') {
    const chroma = await guessChroma(session, whole, params.renderFactor, context)
    return {
      guess: { kind: 'stretched', chroma },
      gain,
      chroma: async () => chromaAt(guide, chroma, chromaReader(chroma)),
    }
  }
  const picture = await guessPicture(session, whole, params.renderFactor, context)
  const chroma = async () => chromaAt(guide, picture, pictureReader(picture))
  return { guess: { kind: 'picture', picture }, gain, chroma }
}
