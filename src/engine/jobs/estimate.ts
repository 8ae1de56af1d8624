import type { Size } from '../../operations/define.ts'
import { presetRecipe } from '../../operations/presets.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import type { Timings } from '../catalog/timings.ts'
import type { ModelStore } from '../inference/models.ts'
import { megapixels, OPEN_COST, SAVE_COST, sizesAlong, stepSeconds } from '../pipeline/cost.ts'
import { type ResolvedStep, resolveRecipe } from '../pipeline/resolve.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'

export interface Estimator {
  /**
   * Seconds a recipe will take on a picture of this size; a preset at its usual strength, as nobody has looked yet.
   * @throws AppError when the recipe cannot run
   */
  seconds(wish: Wish, size: Size): number
  /** Remembers what a restoration took. */
  learn(report: RestoreReport, size: Size): void
}

/** Smaller pictures say more about the computer's mood than about the work. */
const LEAST_MEGAPIXELS = 0.05

const keyOf = ({ operation, params }: ResolvedStep): string =>
  [operation.id, ...(operation.modelsFor?.(params) ?? operation.models)].join(' ')

/** From what earlier work took on this computer; before any, from the cost of the networks. */
export function createEstimator(timings: Timings, models: ModelStore): Estimator {
  const resolved = new WeakMap<Recipe, readonly ResolvedStep[]>()

  /** A folder of photos has one recipe: it is resolved once, not a thousand times. */
  const stepsOf = (recipe: Recipe): readonly ResolvedStep[] => {
    const steps = resolved.get(recipe) ?? resolveRecipe(recipe, models).steps
    resolved.set(recipe, steps)
    return steps
  }

  return {
    seconds: (wish, size) => {
      const steps = stepsOf(typeof wish === 'string' ? presetRecipe(wish, size) : wish)
      const sizes = sizesAlong(steps, size)
      const work = steps.map((step, i) => {
        const before = sizes[i] ?? size
        const rate = timings.of(keyOf(step))
        return rate === undefined ? stepSeconds(step, before, models) : rate * megapixels(before)
      })
      const around =
        (timings.of('open') ?? OPEN_COST) * megapixels(size) +
        (timings.of('save') ?? SAVE_COST) * megapixels(sizes.at(-1) ?? size)
      return work.reduce((sum, seconds) => sum + seconds, around)
    },
    learn: ({ recipe, timings: took, width, height }, size) => {
      if (megapixels(size) < LEAST_MEGAPIXELS) return
      const steps = stepsOf(recipe)
      const sizes = sizesAlong(steps, size)
      for (const [i, step] of steps.entries()) {
        const seconds = took.steps[i]?.seconds
        if (seconds !== undefined) timings.record(keyOf(step), seconds / megapixels(sizes[i] ?? size))
      }
      timings.record('open', took.open / megapixels(size))
      timings.record('save', (took.save + took.check) / megapixels({ width, height }))
    },
  }
}
