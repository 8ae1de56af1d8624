import type { Raster } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'

/** Per picture and way of measuring. Pictures are never written to, so what was measured stays true. */
const known = new WeakMap<Raster, Map<unknown, unknown>>()

/**
 * Measures all of the picture. For parts of one picture that is done once: previews follow each other, and measuring
 * twelve megapixels takes longer than making the part.
 * @param measure one and the same function every time; it depends on nothing but the picture
 */
export function measureWhole<T>(image: Raster, { part }: RunContext, measure: (whole: Raster) => T): T {
  if (!part) return measure(image)
  const found = known.get(part.whole) ?? new Map<unknown, unknown>()
  known.set(part.whole, found)
  if (!found.has(measure)) found.set(measure, measure(part.whole))
  return found.get(measure) as T
}
