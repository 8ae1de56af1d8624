import type { FilmWindow, RunContext } from '../../operations/define.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import type { ShotRecord } from './survey.ts'

/** Frames of a film by their place. Asked for in rising order, give or take the radius of those who ask. */
export interface Frames {
  get(index: number): Promise<Raster>
}

/** What one frame meets on its way. */
export interface ChainLink {
  readonly step: FilmStep
  /** Its place among all steps: that of its plan in a shot's record. */
  readonly place: number
  readonly context: RunContext
  readonly radius: number
  /** Told of every frame: how long it took, and what was invented in it. */
  readonly onFrame: (index: number, seconds: number, invention: Raster | undefined) => void
}

/** Frames on both sides that all steps together look at. */
export const reachOf = (links: readonly Pick<ChainLink, 'radius'>[]): number =>
  links.reduce((sum, { radius }) => sum + radius, 0)

/**
 * Puts steps one behind the other. Each asks the one before for the frames around the one it makes, within the shot;
 * a frame is made once and kept as long as a neighbour may want it.
 * @param reach of those who will ask for the result
 */
export function chain(
  source: Frames,
  links: readonly ChainLink[],
  shotOf: (index: number) => ShotRecord,
  reach = 0,
): Frames {
  return links.reduce<Frames>((before, link, at) => {
    const wanted = reach + reachOf(links.slice(at + 1))
    return remember(worked(before, link, shotOf), 2 * wanted + 1)
  }, source)
}

function worked(before: Frames, link: ChainLink, shotOf: (index: number) => ShotRecord): Frames {
  const { step, radius, context, place } = link
  return {
    get: async (index) => {
      const shot = shotOf(index)
      const around = new Map<number, Raster>()
      for (let offset = -radius; offset <= radius; offset++) {
        const inShot = index - shot.first + offset
        if (inShot >= 0 && inShot < shot.times.length) around.set(offset, await before.get(index + offset))
      }
      const window: FilmWindow = {
        index: index - shot.first,
        frames: shot.times.length,
        at: (offset) => around.get(offset),
      }
      const started = performance.now()
      const plan = shot.plans[place] ?? undefined
      const { image, invention } = await step.work.run(window, step.params, context, plan)
      link.onFrame(index, (performance.now() - started) / 1000, invention)
      return image
    },
  }
}

/** Keeps the last frames. @param count at least as many as are asked for again */
function remember(frames: Frames, count: number): Frames {
  const kept = new Map<number, Promise<Raster>>()
  return {
    get: (index) => {
      const found = kept.get(index) ?? frames.get(index)
      kept.set(index, found)
      for (const old of kept.keys()) if (kept.size > count && old < index) kept.delete(old)
      return found
    },
  }
}

/** A stream of frames, from `first` on, as frames by their place. @param reach how far back is asked */
export function framesFrom(stream: AsyncIterator<Raster>, first: number, reach: number): Frames {
  const kept = new Map<number, Raster>()
  let next = first
  return {
    get: async (index) => {
      while (next <= index) {
        const { value, done } = await stream.next()
        if (done) throw new RangeError(`the film ended before frame ${index}`)
        kept.set(next, value)
        kept.delete(next - 2 * reach - 1)
        next++
      }
      const found = kept.get(index)
      if (!found) throw new RangeError(`frame ${index} was let go`)
      return found
    },
  }
}
