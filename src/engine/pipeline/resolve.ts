import type { z } from 'zod'
import { type Operation, type Run, stages } from '../../operations/define.ts'
import { operations as released } from '../../operations/index.ts'
import { migrations, runs } from '../../operations/runs.ts'
import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { Recipe, RecipeStep } from '../../shared/recipe.ts'
import type { ModelStore } from '../inference/models.ts'

/** An enabled step, ready to run. */
export interface ResolvedStep {
  readonly operation: Operation
  readonly params: Record<string, unknown>
  readonly run: Run<Operation>
  readonly seed: number
  /** Index of the step in the stored recipe. */
  readonly index: number
}

export interface ResolvedRecipe {
  /** What runs, in the safe order. */
  readonly steps: readonly ResolvedStep[]
  /** What is stored: all steps in the safe order, disabled ones too, current versions, defaults filled in, models named. */
  readonly recipe: Recipe
  /** Plain sentences worth telling: a model that has changed. */
  readonly notes: readonly string[]
}

const quote = (name: string) => `“${name}”`

/**
 * Turns a recipe into work, or says in one sentence why it cannot be done; nothing has run by then.
 * @throws AppError `invalid-input` (unknown operation, newer version, wrong parameter), `model-missing`, `model-broken`
 */
export function resolveRecipe(
  recipe: Recipe,
  models: ModelStore,
  operations: ReadonlyMap<string, Operation> = released,
): ResolvedRecipe {
  const known = recipe.steps.map((step) => ({ step, operation: find(step, operations) }))
  known.sort((a, b) => stages.indexOf(a.operation.stage) - stages.indexOf(b.operation.stage))
  const steps: ResolvedStep[] = []
  const notes: string[] = []
  const stored = known.map(({ step, operation }, index): RecipeStep => {
    const params = parseParams(step, operation)
    const filled = { ...step, version: operation.version, params }
    if (!step.enabled) return { ...filled, models: [] }
    const run = runs.get(operation.id)
    if (!run) throw new AppError('internal', `The operation ${quote(operation.id)} has no work to run.`)
    steps.push({ operation, params, run, seed: step.seed ?? 0, index })
    const needed = operation.modelsFor?.(params) ?? operation.models
    const found = needed.map((id) => usable(operation, models.find(id).card))
    notes.push(...found.flatMap((card) => changeSince(step, card)))
    return { ...filled, models: found.map(({ id, sha256 }) => ({ id, sha256 })) }
  })
  return { steps, recipe: { ...recipe, steps: stored }, notes: [...new Set(notes)] }
}

/** A model of others must be of the kind the operation takes. */
function usable(operation: Operation, card: ModelCard): ModelCard {
  if (operation.models.includes(card.id) || card.task === operation.accepts) return card
  const why = `The model ${quote(card.id)} is for another task (${card.task}), not for ${quote(operation.id)}.`
  throw new AppError('invalid-input', why, { model: card.id, operation: operation.id })
}

/** A recipe that ran before names the very weights: others give another result. */
function changeSince({ models }: RecipeStep, { id, sha256 }: ModelCard): string[] {
  const before = models.find((model) => model.id === id)
  if (!before || before.sha256 === sha256) return []
  return [`The model ${quote(id)} has changed since this recipe was made: the result may differ.`]
}

function find(step: RecipeStep, operations: ReadonlyMap<string, Operation>): Operation {
  const details = { operation: step.operation }
  const operation = operations.get(step.operation)
  if (!operation) {
    throw new AppError('invalid-input', `The recipe asks for ${quote(step.operation)}, which does not exist.`, details)
  }
  if (step.version > operation.version) {
    const why = `The recipe was made by a newer version of the studio (${quote(step.operation)} ${step.version}).`
    throw new AppError('invalid-input', why, details)
  }
  if (!operation.appliesTo.includes('image')) {
    throw new AppError('invalid-input', `The step ${quote(step.operation)} does not apply to photos.`, details)
  }
  return operation
}

function parseParams(step: RecipeStep, operation: Operation): Record<string, unknown> {
  let params: Record<string, unknown> = step.params
  if (step.version < operation.version) {
    const migrate = migrations.get(operation.id)
    if (!migrate) throw new AppError('internal', `The operation ${quote(operation.id)} cannot read its old recipes.`)
    params = migrate(params, step.version)
  }
  const parsed = operation.params.safeParse(params)
  if (parsed.success) return parsed.data
  throw new AppError('invalid-input', `The step ${quote(operation.id)} cannot run: ${describe(parsed.error)}.`, {
    operation: operation.id,
  })
}

const describe = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ')
