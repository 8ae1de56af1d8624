import type { RunContext } from '../../operations/define.ts'
import { findDamage } from '../../operations/repair-scratches/detect.ts'
import { grow, thresholdsFor } from '../../operations/repair-scratches/mask.ts'
import { DETECTOR } from '../../operations/repair-scratches/op.ts'
import { shrinkForMeasuring } from '../../operations/support/shrink.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { ModelStore } from '../inference/models.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { createRunContext } from '../pipeline/context.ts'

/** What analysing may run networks with. */
export interface Networks {
  readonly models: ModelStore
  readonly sessions: SessionPool
}

/** Longest side that is looked at: a third of a megapixel takes the detector about a third of a second. */
const SIDE = 640
/** Calmer than a repair would be: an alarm without reason costs trust. */
const SENSITIVITY = 0.4

/** A detector that marks more of undamaged test pictures, in per cent, is not asked: its word is worth nothing. */
const MOST_FALSE = 0.7

const isTrusted = ({ metrics }: ModelCard): boolean =>
  Object.values(metrics).every(({ falsePercent = 0 }) => falsePercent <= MOST_FALSE)

/**
 * Part of a picture that the detector of scratches marks, 0..1. Looks at a small copy, so hairlines of large scans are
 * missed; what catches the eye is not. Undefined where there is no detector that can be trusted.
 */
export async function damageShare(image: Raster, { models, sessions }: Networks): Promise<number | undefined> {
  const card = models.list().find(({ id }) => id === DETECTOR)
  if (!card || !isTrusted(card)) return undefined
  const small = shrinkForMeasuring(image, SIDE)
  const context: RunContext = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const session = await context.session(DETECTOR)
  const belief = await findDamage(small, session, context, [0, 1])
  const mask = await grow(belief, small, thresholdsFor(SENSITIVITY, card), context)
  return mask.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0) / mask.length
}
