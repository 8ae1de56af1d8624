import { availableParallelism, loadavg } from 'node:os'
import type { Size } from '../../operations/define.ts'
import { filmPresetRecipe } from '../../operations/film-presets.ts'
import { photoPresetRecipe } from '../../operations/presets.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import type { Timings } from '../catalog/timings.ts'
import type { ModelStore } from '../inference/models.ts'
import { megapixels, OPEN_COST, SAVE_COST, sizesAlong, stepSeconds } from '../pipeline/cost.ts'
import { type ResolvedStep, resolveFilmRecipe, resolveRecipe } from '../pipeline/resolve.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import { costLine } from './cost-line.ts'
import { createFilmPace, type FilmPace } from './film-pace.ts'
import { createPace, type Pace } from './pace.ts'

export interface Estimator {
  /** @throws AppError when the recipe cannot run on films */
  checkFilm(wish: Wish): void
  /**
   * Seconds a recipe usually takes on a picture of this size; a preset at its usual strength, as nobody has looked yet.
   * @throws AppError when the recipe cannot run
   */
  seconds(wish: Wish, size: Size): number
  /** The same at the pace of now. */
  secondsNow(wish: Wish, size: Size): number
  /** How many times as long as usual work takes: as measured last, else as the work that waits lets expect. */
  factor(): number
  readonly pace: Pace
  readonly films: FilmPace
  /** Other work runs on this computer, or ran when its pace was measured: it may take longer yet. */
  isBusy(): boolean
  /** Remembers what a restoration took. */
  learn(report: RestoreReport, size: Size): void
}

/** This many times the usual pace is no chance any more. */
const SLOW = 1.4
/** Of the processors: with more work than that, ours has to wait. Windows tells none. */
const BUSY_SHARE = 0.8
/** With nothing measured nobody knows how much of the waiting work gives way to ours: half is taken to, up to a limit. */
const MOST_CROWDED = 4
const crowded = (load: number): number => Math.min(MOST_CROWDED, 1 + Math.max(0, load - BUSY_SHARE) / 2)
const workWaiting = (): number => (loadavg()[0] ?? 0) / availableParallelism()

/** Key of what passes beside opening, the steps and saving: looking, loading networks, the map. */
const BESIDE = 'beside'
/** Seconds of it before any was measured: only a first guess, as `OPEN_COST` is. */
const BESIDE_COST = 1

const oneMegapixel: Size = { width: 1000, height: 1000 }

const keyOf = ({ operation, params }: ResolvedStep): string =>
  [operation.id, ...(operation.modelsFor?.(params) ?? operation.models)].join(' ')

/** From what earlier work took on this computer; before any, from the cost of the networks. */
export function createEstimator(timings: Timings, models: ModelStore, load = workWaiting): Estimator {
  const pace = createPace()
  const factor = () => pace.factor() ?? crowded(load())
  const line = costLine(timings)
  const resolved = new WeakMap<Recipe, readonly ResolvedStep[]>()

  /** A folder of photos has one recipe: it is resolved once, not a thousand times. */
  const stepsOf = (recipe: Recipe): readonly ResolvedStep[] => {
    const steps = resolved.get(recipe) ?? resolveRecipe(recipe, models).steps
    resolved.set(recipe, steps)
    return steps
  }

  const usual = (wish: Wish, size: Size): number => {
    const steps = stepsOf(typeof wish === 'string' ? photoPresetRecipe(wish, size) : wish)
    const sizes = sizesAlong(steps, size)
    const work = steps.map((step, i) => {
      const before = sizes[i] ?? size
      return line.seconds(keyOf(step), megapixels(before), stepSeconds(step, oneMegapixel, models))
    })
    const around =
      line.seconds('open', megapixels(size), OPEN_COST) +
      line.seconds('save', megapixels(sizes.at(-1) ?? size), SAVE_COST) +
      line.seconds(BESIDE, megapixels(size), 0, BESIDE_COST)
    return work.reduce((sum, seconds) => sum + seconds, around)
  }

  return {
    checkFilm: (wish) => {
      resolveFilmRecipe(typeof wish === 'string' ? filmPresetRecipe(wish, { findings: [] }) : wish, models)
    },
    seconds: usual,
    secondsNow: (wish, size) => usual(wish, size) * factor(),
    factor,
    pace,
    films: createFilmPace(models, factor),
    isBusy: () => factor() > SLOW || load() > BUSY_SHARE,
    learn: ({ recipe, timings: took, seconds, width, height }, size) => {
      const steps = stepsOf(recipe)
      const sizes = sizesAlong(steps, size)
      for (const [i, step] of steps.entries()) {
        const spent = took.steps[i]?.seconds
        if (spent !== undefined) line.learn(keyOf(step), megapixels(sizes[i] ?? size), spent)
      }
      const known = took.steps.reduce((sum, step) => sum + step.seconds, took.open + took.save + took.check)
      line.learn('open', megapixels(size), took.open)
      line.learn('save', megapixels({ width, height }), took.save + took.check)
      line.learn(BESIDE, megapixels(size), Math.max(0, seconds - known))
      // Afterwards: what is in the means by now is not counted twice.
      pace.restored(usual(recipe, size), seconds)
    },
  }
}
