import type { Job } from '../../shared/entities.ts'
import type { Wish } from '../../shared/recipe.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { jobRequest } from '../catalog/job-request.ts'
import type { JobRow } from '../catalog/job-statements.ts'
import { toJob } from '../catalog/jobs-table.ts'
import type { Estimator } from './estimate.ts'
import type { Slot } from './slot.ts'

const RECIPES_KEPT = 50

export interface Presenter {
  /** Seconds a job will take; undefined when its recipe cannot run. */
  expected(row: JobRow): number | undefined
  /** A job for people: its row, or, where it is the one in the lane, what is known of it this moment. */
  job(row: JobRow, slot: Slot | undefined): Job
}

export function createPresenter(catalog: Catalog, estimator: Estimator): Presenter {
  const recipes = new Map<string, Wish>()

  /** A folder of photos shares one recipe: read once, not once per job. */
  const wishOf = (row: JobRow): Wish => {
    const recipe = recipes.get(row.recipe) ?? jobRequest(row).wish
    if (recipes.size > RECIPES_KEPT) recipes.clear()
    recipes.set(row.recipe, recipe)
    return recipe
  }
  const expected = (row: JobRow): number | undefined => {
    const original = catalog.originals.find(row.original_id)
    try {
      if (!original) return undefined
      const wish = wishOf(row)
      // How long a film takes shows once it runs, where nobody has looked at it before.
      return original.kind === 'image'
        ? estimator.secondsNow(wish, original)
        : estimator.films.expected(original.id, wish)
    } catch {
      // A recipe that cannot run any more fails when its turn comes, with its reason.
      return undefined
    }
  }
  return {
    expected,
    job: (row, slot) => {
      const held = slot?.id === row.id && (row.state === 'running' || row.state === 'paused')
      if (!held) {
        const waits = row.state === 'waiting' || row.state === 'paused'
        return toJob(row, waits ? (expected(row) ?? null) : null)
      }
      const { progress, stage, secondsSpent, secondsLeft, framesPerSecond } = slot
      const pace = framesPerSecond === undefined || row.state === 'paused' ? {} : { framesPerSecond }
      return { ...toJob(row, secondsLeft), progress, stage, secondsSpent, ...pace }
    },
  }
}
