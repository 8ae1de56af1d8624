import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Pace, Size } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { requireFreePlace } from '../media/protect.ts'
import { sizesAlong } from '../pipeline/cost.ts'
import { type FilmStep, resolveFilmRecipe } from '../pipeline/resolve.ts'
import { checkSize, type RestoreContext } from '../pipeline/restore.ts'
import type { FilmCodec } from './arguments/encode.ts'
import { type Container, planTracks, type TrackRules, type TracksPlan } from './arguments/join.ts'
import { estimateFilm, type FilmEstimate, paceOf, rateAfter } from './estimate-film.ts'
import { type FilmFacts, numberOf, type Ratio } from './facts.ts'
import type { SourceOrder } from './film-source.ts'
import { codecFor, containerOf } from './outcome.ts'
import { type FilmTools, openFilmTools } from './tools/film-tools.ts'

export interface RestoreFilmOptions extends RestoreContext {
  readonly input: string
  /** Its ending says the container. Written complete or not at all. */
  readonly output: string
  /** Runs as it is. */
  readonly recipe: Recipe
  /** That of the source where it can be written, else H.264, when left out. */
  readonly codec?: FilmCodec | undefined
  readonly overwrite?: boolean | undefined
  readonly protect?: readonly string[] | undefined
  /** SHA-256 of the input, when the caller knows it. */
  readonly inputSha256?: string | undefined
  /** Folders to work in, the preferred first; beside the output, then the system's own, when left out. */
  readonly scratchPlaces?: readonly string[] | undefined
  /** Name of the folder in there; told by film, recipe and way of writing when left out. */
  readonly scratchName?: string | undefined
  /** What becomes of sound tracks and subtitles; all are kept as well as they can be, when left out. */
  readonly tracks?: TrackRules | undefined
  readonly tools?: FilmTools | undefined
  /** Seconds of film in a piece at most; only tests choose it. */
  readonly pieceSeconds?: number | undefined
}

/** Everything decided before the first frame is decoded. */
export interface FilmPlan {
  readonly options: RestoreFilmOptions
  readonly tools: FilmTools
  readonly facts: FilmFacts
  readonly recipe: Recipe
  readonly steps: readonly FilmStep[]
  readonly source: SourceOrder
  readonly size: Size
  readonly pixelAspect: Ratio
  readonly container: Container
  readonly tracks: TracksPlan
  readonly codec: FilmCodec
  readonly threads: number
  readonly estimate: FilmEstimate
  /** How long a frame of the result is shown, by its usual rate. */
  readonly frameSeconds: number
  /** The same of the film as it is worked on. */
  readonly sourceSeconds: number
  readonly pace: Pace
  /** Plain sentences about the recipe: a model that has changed. */
  readonly notes: readonly string[]
}

/** @throws AppError where the film cannot be read, the recipe cannot run or the result cannot be written */
export async function planFilm(options: RestoreFilmOptions): Promise<FilmPlan> {
  const { input, output, overwrite = false, protect = [] } = options
  const tools = options.tools ?? openFilmTools()
  const facts = await tools.probe(input)
  await requireFreePlace(output, overwrite, [input, ...protect])
  const { steps, recipe, notes } = resolveFilmRecipe(options.recipe, options.models, options.operations)
  if (steps.length === 0) throw new AppError('nothing-to-do', 'There is nothing to restore in this film.')
  const track = facts.picture
  // Turning and straightening need pixels as high as wide.
  const squares = steps.some(({ operation }) => operation.stage === 'geometry')
  const shape = squares ? Math.max(1, Math.round(track.width * numberOf(track.pixelAspect))) : track.width
  const first = { width: shape, height: track.height }
  const fields = steps.flatMap(({ work, params }) => work.fields?.(params) ?? [])[0]
  const sizes = sizesAlong(steps, first)
  sizes.forEach(checkSize)
  const container = containerOf(output)
  const rate = numberOf(track.fps) * (fields?.rate === 'field' ? 2 : 1)
  return {
    options,
    tools,
    facts,
    recipe,
    steps,
    source: {
      file: resolve(input),
      track,
      start: facts.start,
      size: first,
      depth: track.depth,
      fields,
      part: recipe.part,
    },
    size: sizes.at(-1) ?? first,
    pixelAspect: squares ? { num: 1, den: 1 } : track.pixelAspect,
    container,
    tracks: planTracks(facts, container, options.tracks, paceOf(steps)),
    codec: codecFor(options.codec, facts, container, await tools.capabilities()),
    threads: options.threads > 0 ? options.threads : Math.min(16, availableParallelism()),
    estimate: estimateFilm(facts, first, { steps, part: recipe.part }, options.models),
    frameSeconds: 1 / rateAfter(steps, rate),
    sourceSeconds: 1 / rate,
    pace: paceOf(steps),
    notes,
  }
}
