import { operations } from '../../../operations/index.ts'
import { type Candidate, type Choice, candidates, choice, planFor } from '../../../operations/restore-faces/choices.ts'
import type { FoundFace } from '../../../shared/faces.ts'
import type { Recipe, RecipeStep } from '../../../shared/recipe.ts'
import { between, frameSize, through } from './frame-map.ts'
import { addStep, changeStep } from './recipes.ts'
import type { Size } from './viewport.ts'

/** The step that works on faces, as far as this build has it. */
export const faceOperation = operations.get('restore-faces')

/** A face in the frame of a recipe: what a choice is told by. */
export interface FacePlace {
  /** Of its middle, as fractions. Beyond 0..1: it was cropped away. */
  readonly x: number
  readonly y: number
  /** As a fraction of the longer side. */
  readonly size: number
  readonly frame: Size
}

export function placeOf({ box: [left, top, width, height] }: FoundFace, recipe: Recipe, scan: Size): FacePlace {
  const frame = frameSize(recipe, scan)
  const middle = [(left + width / 2) / scan.width, (top + height / 2) / scan.height] as const
  const [x, y] = through(between(undefined, recipe, scan), middle)
  return { x, y, size: Math.sqrt(width * height) / Math.max(frame.width, frame.height), frame }
}

export const isInside = ({ x, y }: FacePlace): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1

const indexOfStep = (recipe: Recipe) => recipe.steps.findIndex(({ operation }) => operation === faceOperation?.id)

/** What the step says beside its choices. */
export interface FaceStep {
  readonly candidate: Candidate
  readonly strength: number
  readonly model: string
  readonly detector: string
  readonly faces: readonly Choice[]
}

export function faceStep(step: RecipeStep | undefined): FaceStep | undefined {
  return faceOperation?.params.safeParse(step?.params ?? {}).data as FaceStep | undefined
}

/** What becomes of a face: the scan, while there is no step that changes it. */
export function candidateFor(recipe: Recipe, place: FacePlace): Candidate {
  const step = recipe.steps[indexOfStep(recipe)]
  const params = step?.enabled ? faceStep(step) : undefined
  return params ? planFor(faceAt(place), place.frame, params.faces, params).candidate : 'original'
}

/** As large as its box, in pixels of the frame. */
function faceAt({ x, y, size, frame }: FacePlace) {
  const side = size * Math.max(frame.width, frame.height)
  const [left, top] = [x * frame.width - side / 2, y * frame.height - side / 2]
  return { left, top, width: side, height: side }
}

/** With a choice for one face. A step that is added for it changes no other face. */
export function withCandidate(recipe: Recipe, place: FacePlace, candidate: Candidate, name: string): Recipe {
  if (!faceOperation) return recipe
  const known = indexOfStep(recipe)
  const longer = known < 0 ? addStep(recipe, faceOperation, name) : { recipe, index: known }
  const step = longer.recipe.steps[longer.index] as RecipeStep
  const params = faceStep(step)
  const wasOff = known < 0 || !step.enabled
  const { x, y, size } = place
  const others = (params?.faces ?? []).filter((other) => !isSame(other, place))
  const faces = [...others, choice.parse({ x, y, size, candidate })]
  const changed = { ...step.params, faces, ...(wasOff && { candidate: candidates[0] }) }
  return changeStep(longer.recipe, longer.index, { enabled: true, params: changed }, name)
}

const isSame = (other: Choice, place: FacePlace): boolean => {
  const usual = { candidate: 'original' as const, strength: -1 }
  return planFor(faceAt(place), place.frame, [{ ...other, strength: 1 }], usual).strength === 1
}
