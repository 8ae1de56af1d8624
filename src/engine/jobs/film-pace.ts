import { keepRecent } from '../../shared/keep-recent.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import { estimateFilm } from '../film/estimate-film.ts'
import type { FilmFacts } from '../film/facts.ts'
import { openFilmTools } from '../film/tools/film-tools.ts'
import type { ModelStore } from '../inference/models.ts'
import { resolveFilmRecipe } from '../pipeline/resolve.ts'

/** Films whose facts, and recipes whose pace, are remembered. */
const KEPT = 200

export interface FilmPace {
  /**
   * Seconds a recipe takes on a film, at the pace measured last. The file is looked at the first time.
   * @throws AppError when the recipe cannot run or the film cannot be read
   */
  seconds(id: string, file: string, recipe: Recipe): Promise<number>
  /** The same, of a film that was looked at; a preset says too little before anybody has looked at findings. */
  expected(id: string, wish: Wish): number | undefined
  /** @param took seconds the recipe took, or would have, on what it names of the film */
  measured(id: string, recipe: Recipe, took: number): void
}

/**
 * What films take: a first guess by the steps, times what their work took on this computer in proportion to such a guess. A
 * preview of a few seconds tells it, or a film that was restored with the same steps; before any, how busy it is.
 */
export function createFilmPace(
  models: ModelStore,
  factor: () => number,
  probe = (file: string): Promise<FilmFacts> => openFilmTools().probe(file),
): FilmPace {
  const facts = new Map<string, FilmFacts>()
  const ratios = new Map<string, number>()

  const guessed = (film: FilmFacts, recipe: Recipe) => {
    const { steps } = resolveFilmRecipe(recipe, models)
    const { seconds } = estimateFilm(film, film.picture, { steps, part: recipe.part }, models)
    return { seconds, key: JSON.stringify(steps.map(({ operation, params }) => [operation.id, params])) }
  }
  const now = (film: FilmFacts, recipe: Recipe): number => {
    const { seconds, key } = guessed(film, recipe)
    return seconds * (ratios.get(key) ?? factor())
  }
  return {
    seconds: async (id, file, recipe) => {
      const film = facts.get(id) ?? (await probe(file))
      keepRecent(facts, id, film, KEPT)
      return now(film, recipe)
    },
    expected: (id, wish) => {
      const film = facts.get(id)
      return film && typeof wish !== 'string' ? now(film, wish) : undefined
    },
    measured: (id, recipe, took) => {
      const film = facts.get(id)
      if (!film || !Number.isFinite(took)) return
      const { seconds, key } = guessed(film, recipe)
      if (seconds > 0) keepRecent(ratios, key, took / seconds, KEPT)
    },
  }
}

/** Part of the bar that has to pass while frames are worked on: with less, the pace of the few is chance. */
const LEAST_SHARE = 0.3

/**
 * Takes the pace of a running film from its progress: from its first finished frame on, so that starting ffmpeg and loading
 * networks, once for a film of any length, do not count.
 */
export function paceOfProgress(now: () => number = () => performance.now()) {
  let first: { readonly at: number; readonly fraction: number } | undefined
  let last = first
  return {
    saw: ({
      fraction,
      framesPerSecond,
    }: {
      readonly fraction: number
      readonly framesPerSecond?: number | undefined
    }) => {
      if (framesPerSecond === undefined) return
      last = { at: now(), fraction }
      first ??= last
    },
    /** Seconds the whole would have taken at that pace. */
    seconds: (): number | undefined => {
      if (!first || !last || last.fraction - first.fraction < LEAST_SHARE) return undefined
      return (last.at - first.at) / 1000 / (last.fraction - first.fraction)
    },
  }
}
