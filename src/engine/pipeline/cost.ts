import type { Size } from '../../operations/define.ts'
import type { ModelStore } from '../inference/models.ts'
import type { ResolvedStep, Step } from './resolve.ts'

/** Multiply-adds per second of one ordinary computer: only a first guess, replaced by what work really took. */
const GMAC_PER_SECOND = 100
/** Seconds per megapixel of a classical operation, before anything was measured. */
const CLASSICAL = 0.5
/** Seconds per megapixel of decoding and of encoding. */
export const OPEN_COST = 0.05
export const SAVE_COST = 0.2
/** How much the newest measurement counts. */
const NEWEST = 0.4

/** Seconds per input megapixel, measured in this process. Keyed by operation and models. */
const measured = new Map<string, number>()

const keyOf = (step: ResolvedStep) => `${step.operation.id} ${modelsOf(step).join(' ')}`
export const modelsOf = ({ operation, params }: Step) => operation.modelsFor?.(params) ?? operation.models
export const megapixels = ({ width, height }: Size): number => (width * height) / 1e6

/** Seconds a step will take on an input of `size`. */
export function stepSeconds(step: ResolvedStep, size: Size, models: ModelStore): number {
  const rate = measured.get(keyOf(step)) ?? guess(step, models)
  return rate * megapixels(size)
}

const guess = (step: ResolvedStep, models: ModelStore): number => CLASSICAL + networkSeconds(step, models)

/** Seconds per megapixel inside networks on an ordinary computer. */
export function networkSeconds(step: Step, models: ModelStore): number {
  const gmac = modelsOf(step).reduce((sum, id) => sum + models.find(id).card.gmacPerMegapixel, 0)
  return gmac / GMAC_PER_SECOND
}

/** Remembers what a step took. Pictures too small to tell are left out. */
export function recordSeconds(step: ResolvedStep, size: Size, seconds: number): void {
  if (megapixels(size) < 0.05) return
  const rate = seconds / megapixels(size)
  const before = measured.get(keyOf(step))
  measured.set(keyOf(step), before === undefined ? rate : before + (rate - before) * NEWEST)
}

/** Size of the picture before every step and after the last. */
export function sizesAlong(steps: readonly Step[], size: Size): Size[] {
  const sizes = [{ width: size.width, height: size.height }]
  for (const { operation, params } of steps) {
    const before = sizes.at(-1) as Size
    sizes.push(operation.outputSize?.(params, before) ?? before)
  }
  return sizes
}

/** Seconds a whole restoration will take, opening and saving included. */
export function estimateSeconds(steps: readonly ResolvedStep[], size: Size, models: ModelStore): number {
  const sizes = sizesAlong(steps, size)
  const work = steps.reduce((sum, step, i) => sum + stepSeconds(step, sizes[i] as Size, models), 0)
  return OPEN_COST * megapixels(size) + work + SAVE_COST * megapixels(sizes.at(-1) as Size)
}
