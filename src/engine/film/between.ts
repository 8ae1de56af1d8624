import type { FramesBetween, RunContext } from '../../operations/define.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import type { Frames } from './chain.ts'
import type { Timeline } from './timeline.ts'

export interface BetweenWork {
  readonly between: FramesBetween
  readonly params: FilmStep['params']
  readonly context: RunContext
  /** Told how long each frame that was made took. */
  readonly onFrame: (seconds: number) => void
}

/**
 * The frames of the result out of those of the film. Two neighbours are looked at once, however many frames come
 * between them.
 */
export function framesBetween(
  frames: Frames,
  { originOf }: Pick<Timeline, 'originOf'>,
  { between, params, context, onFrame }: BetweenWork,
): Frames {
  let pair: { readonly index: number; readonly make: (part: number) => Promise<Raster> } | undefined
  const maybe = async (at: number | undefined) => (at === undefined ? undefined : frames.get(at))
  return {
    get: async (at) => {
      const { index, part, to, before, after } = originOf(at)
      if (part === 0) return frames.get(index)
      const started = performance.now()
      if (pair?.index !== index) {
        const around = { before: await maybe(before), a: await frames.get(index) }
        const both = { ...around, b: await frames.get(to ?? index + 1), after: await maybe(after) }
        pair = { index, make: await between.join(both, params, context) }
      }
      const image = await pair.make(part)
      onFrame((performance.now() - started) / 1000)
      return image
    },
  }
}
