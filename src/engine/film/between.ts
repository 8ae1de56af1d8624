import type { FramesBetween, RunContext } from '../../operations/define.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { Frames } from './chain.ts'
import type { Timeline } from './timeline.ts'

/**
 * The frames of the result out of those of the film. Two neighbours are looked at once, however many frames come
 * between them.
 * @param onFrame told how long each frame that was made took
 */
export function framesBetween(
  frames: Frames,
  { join }: FramesBetween,
  { originOf }: Pick<Timeline, 'originOf'>,
  context: RunContext,
  onFrame: (seconds: number) => void,
): Frames {
  let pair: { readonly index: number; readonly make: (part: number) => Promise<Raster> } | undefined
  return {
    get: async (at) => {
      const { index, part } = originOf(at)
      if (part === 0) return frames.get(index)
      const [a, b] = [await frames.get(index), await frames.get(index + 1)]
      const started = performance.now()
      if (pair?.index !== index) pair = { index, make: await join(a, b, context) }
      const image = await pair.make(part)
      onFrame((performance.now() - started) / 1000)
      return image
    },
  }
}
