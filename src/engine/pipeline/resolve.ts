import type { z } from 'zod'
import { type FilmWork, type Operation, type Run, stages } from '../../operations/define.ts'
import { operations as released } from '../../operations/index.ts'
import { filmWorks, migrations, runs } from '../../operations/runs.ts'
import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { Recipe, RecipeStep } from '../../shared/recipe.ts'
import type { ModelStore } from '../inference/models.ts'

/** An enabled step with its parameters. */
export interface Step {
  readonly operation: Operation
  readonly params: Record<string, unknown>
  readonly seed: number
  /** Index of the step in the stored recipe. */
  readonly index: number
}

/** Ready to run on a picture. */
export interface ResolvedStep extends Step {
  readonly run: Run<Operation>
}

/** Ready to run on a film. */
export interface FilmStep extends Step {
  readonly work: FilmWork
}

export interface Resolved<S extends Step> {
  /** What runs, in the safe order. */
  readonly steps: readonly S[]
  /** What is stored: all steps in the safe order, disabled ones too, current versions, defaults filled in, models named. */
  readonly recipe: Recipe
  /** Plain sentences worth telling: a model that has changed. */
  readonly notes: readonly string[]
}
export type ResolvedRecipe = Resolved<ResolvedStep>

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
  return resolve(recipe, { models, operations, medium: 'image' }, (step) => {
    const run = runs.get(step.operation.id)
    return run && { ...step, run }
  })
}

/** The same for a film. An operation that needs no neighbours works on films as it does on pictures. */
export function resolveFilmRecipe(
  recipe: Recipe,
  models: ModelStore,
  operations: ReadonlyMap<string, Operation> = released,
): Resolved<FilmStep> {
  return resolve(recipe, { models, operations, medium: 'video' }, (step) => {
    const run = runs.get(step.operation.id)
    const work = filmWorks.get(step.operation.id) ?? (run && frameByFrame(run))
    work?.check?.(step.params)
    return work && { ...step, work }
  })
}

/** Seconds per megapixel of a frame, before anything is known; networks come on top. */
const FRAME_COST = 0.3

const frameByFrame = (run: Run<Operation>): FilmWork => ({
  radius: () => 0,
  cost: FRAME_COST,
  run: (window, params, context) => {
    const image = window.at(0)
    if (!image) throw new RangeError('a window without its own frame')
    return run(image, params, context)
  },
})

interface Known {
  readonly models: ModelStore
  readonly operations: ReadonlyMap<string, Operation>
  readonly medium: 'image' | 'video'
}

function resolve<S extends Step>(recipe: Recipe, known: Known, ready: (step: Step) => S | undefined): Resolved<S> {
  const chosen = recipe.steps.map((step) => ({ step, operation: find(step, known) }))
  chosen.sort((a, b) => stages.indexOf(a.operation.stage) - stages.indexOf(b.operation.stage))
  const steps: S[] = []
  const notes: string[] = []
  const stored = chosen.map(({ step, operation }, index): RecipeStep => {
    const params = parseParams(step, operation)
    const filled = { ...step, version: operation.version, params }
    if (!step.enabled) return { ...filled, models: [] }
    const work = ready({ operation, params, seed: step.seed ?? 0, index })
    if (!work) throw new AppError('internal', `The operation ${quote(operation.id)} has no work to run.`)
    steps.push(work)
    const needed = operation.modelsFor?.(params) ?? operation.models
    const found = needed.map((id) => usable(operation, known.models.find(id).card))
    notes.push(...found.flatMap((card) => changeSince(step, card)))
    return { ...filled, models: found.map(({ id, sha256 }) => ({ id, sha256 })) }
  })
  return { steps, recipe: { ...recipe, steps: stored }, notes: [...new Set(notes)] }
}

/** A model of others must be of the kind the operation takes. */
function usable(operation: Operation, card: ModelCard): ModelCard {
  if (operation.models.includes(card.id) || operation.accepts?.includes(card.task)) return card
  const why = `The model ${quote(card.id)} is for another task (${card.task}), not for ${quote(operation.id)}.`
  throw new AppError('invalid-input', why, { model: card.id, operation: operation.id })
}

/** A recipe that ran before names the very weights: others give another result. */
function changeSince({ models }: RecipeStep, { id, sha256 }: ModelCard): string[] {
  const before = models.find((model) => model.id === id)
  if (!before || before.sha256 === sha256) return []
  return [`The model ${quote(id)} has changed since this recipe was made: the result may differ.`]
}

function find(step: RecipeStep, { operations, medium }: Known): Operation {
  const details = { operation: step.operation }
  const operation = operations.get(step.operation)
  if (!operation) {
    throw new AppError('invalid-input', `The recipe asks for ${quote(step.operation)}, which does not exist.`, details)
  }
  if (step.version > operation.version) {
    const why = `The recipe was made by a newer version of the studio (${quote(step.operation)} ${step.version}).`
    throw new AppError('invalid-input', why, details)
  }
  if (!operation.appliesTo.includes(medium)) {
    const media = medium === 'image' ? 'photos' : 'films'
    throw new AppError('invalid-input', `The step ${quote(step.operation)} does not apply to ${media}.`, details)
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
