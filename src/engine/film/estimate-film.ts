import type { Pace, Size } from '../../operations/define.ts'
import type { FilmPart } from '../../shared/recipe.ts'
import type { ModelStore } from '../inference/models.ts'
import { megapixels, networkSeconds, sizesAlong } from '../pipeline/cost.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import { type FilmFacts, numberOf } from './facts.ts'

/** Seconds per megapixel of a frame for decoding, turning into numbers and back, and encoding. */
const AROUND = 0.08
/** Of the first look at a film. */
const SURVEY = 0.004
/** Bits of a pixel in the result: old films are full of grain, which costs. */
const BITS_PER_PIXEL = 0.25

export interface FilmEstimate {
  /** An ordinary computer's work with one frame. Depends on nothing that is measured. */
  readonly secondsPerFrame: number
  readonly frames: number
  readonly seconds: number
  /** Of the result; the scratch folder takes as much again. */
  readonly bytes: number
}

/** What a film will take, before anything is done. */
export function estimateFilm(
  facts: FilmFacts,
  size: Size,
  { steps, part }: { readonly steps: readonly FilmStep[]; readonly part?: FilmPart | undefined },
  models: ModelStore,
): FilmEstimate {
  const sizes = sizesAlong(steps, size)
  const last = sizes.at(-1) ?? size
  const work = steps.reduce((sum, step, i) => {
    const cost = step.work.cost + networkSeconds(step, models)
    return sum + cost * megapixels(sizes[i] ?? size)
  }, 0)
  const doubled = steps.some((step) => step.work.fields?.(step.params).rate === 'field') ? 2 : 1
  const rate = numberOf(facts.picture.fps) * doubled
  const made = rateAfter(steps, rate)
  // Frames of the film are worked on, those between them are made.
  const between = steps.reduce((sum, step) => sum + (step.work.between?.cost ?? 0), 0) * megapixels(last)
  const { stretch } = paceOf(steps)
  const share = Math.min(1, rate / made / stretch)
  const secondsPerFrame = work * share + between * (1 - share) + AROUND * megapixels(last)
  const seconds = secondsOf(facts.picture.seconds ?? facts.seconds ?? 0, part) * stretch
  const frames = Math.max(1, Math.round(seconds * made))
  return {
    secondsPerFrame,
    frames,
    seconds: frames * (secondsPerFrame + SURVEY * megapixels(size)),
    bytes: (frames * last.width * last.height * BITS_PER_PIXEL) / 8,
  }
}

/** Length of what is restored of a film so long. */
export const secondsOf = (seconds: number, part: FilmPart | undefined): number =>
  part ? Math.max(0, Math.min(seconds, part.to ?? seconds) - part.from) : seconds

/** Frames per second after all steps. @param fps those of the film as it is worked on */
export const rateAfter = (steps: readonly FilmStep[], fps: number): number =>
  steps.reduce((rate, { work, params }) => work.between?.rate(rate, params) ?? rate, fps)

/** How many times as long the film becomes, and whether it keeps its sound. */
export const paceOf = (steps: readonly FilmStep[]): Pace =>
  steps.reduce<Pace>((pace, { work, params }) => work.between?.pace(params) ?? pace, { stretch: 1, sound: true })
