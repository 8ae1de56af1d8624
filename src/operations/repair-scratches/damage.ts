import type { Raster } from '../../shared/image/raster.ts'
import type { Stroke } from '../../shared/strokes.ts'
import type { RunContext } from '../define.ts'
import { facesIn } from '../support/faces/faces-in.ts'
import { shipped } from '../support/faces/models.ts'
import { findDamage } from './detect.ts'
import { spareFeatures } from './features.ts'
import { spareGlints } from './glints.ts'
import { addSeam, grow, paint, RIM, thresholdsFor, widen } from './mask.ts'
import { DETECTOR } from './op.ts'

/** Pictures with a longer side than this have softer edges of more pixels: what is found is widened by one more. */
const LARGE = 2000

export interface Wanted {
  readonly mode: 'auto' | 'brush'
  readonly sensitivity: number
  readonly strokes: readonly Stroke[]
}

/** What is damaged: found, painted or both. One byte per pixel, see mask.ts. */
export async function damageMask(
  image: Raster,
  { mode, sensitivity, strokes }: Wanted,
  context: RunContext,
  progress: readonly [from: number, to: number],
): Promise<Uint8Array> {
  const place = context.part ?? { left: 0, top: 0, frame: image }
  let mask: Uint8Array = new Uint8Array(image.width * image.height)
  if (mode === 'auto') {
    const detector = await context.session(DETECTOR)
    const belief = await findDamage(image, detector, context, progress)
    mask = await grow(belief, image, thresholdsFor(sensitivity, detector.card), context)
    const spared = await spareGlints(image, mask, context)
    if (spared > 0) context.log(`${spared} lights in eyes were left alone`)
    if (shipped.detector && context.faces && mask.some((value) => value !== 0)) {
      const kept = await spareFeatures(image, mask, await facesIn(image, context), context)
      if (kept > 0) context.log(`${kept} marks on eyes and teeth were left alone`)
    }
    await context.pause()
    widen(mask, image, Math.max(place.frame.width, place.frame.height) > LARGE ? 2 : 1, RIM)
  }
  await context.pause()
  paint(mask, image, strokes, place)
  addSeam(mask, image, strokes, place)
  return mask
}
