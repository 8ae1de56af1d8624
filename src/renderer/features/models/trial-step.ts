import { operations } from '../../../operations/index.ts'
import { servedBy } from '../../../operations/upscale/networks.ts'
import type { ModelEntry } from '../../../shared/models.ts'
import type { RecipeStep } from '../../../shared/recipe.ts'

/** Tasks whose steps name any installed model of theirs. */
const named = ['upscale', 'colorize'] as const
/** What shows on the whole picture rather than in its details. */
const wholes: readonly string[] = ['colorize', 'recover-colour', 'repair-scratches']

export interface Trial {
  readonly step: RecipeStep
  /** Shown on the whole picture, small; else on a part of it at actual size. */
  readonly whole: boolean
}

/** The one step that shows what a model does; undefined where a part of a picture cannot show it. */
export function trialOf({ id, task, scale, state, usable }: ModelEntry): Trial | undefined {
  if (!usable || state === 'available' || state === 'by-hand') return undefined
  const own = [...operations.values()].find(({ models }) => models.includes(id))
  const operation = own ?? operations.get(named.find((each) => each === task) ?? '')
  if (!operation || (operation.tiling === 'whole-image' && !operation.makesParts)) return undefined
  const params = paramsOf(operation.id, { id, scale })
  const step: RecipeStep = { operation: operation.id, version: operation.version, enabled: true, params, models: [] }
  return operation.params.safeParse(params).success ? { step, whole: wholes.includes(operation.id) } : undefined
}

function paramsOf(operation: string, { id, scale }: Pick<ModelEntry, 'id' | 'scale'>) {
  if (operation === 'repair-scratches') return { mode: 'auto' }
  if (operation === 'upscale') return servedBy(id) ?? { scale: scale ?? 2, model: id }
  return operation === 'colorize' ? { model: id } : {}
}
