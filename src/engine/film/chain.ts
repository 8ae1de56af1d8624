import type { FilmWindow, FrameResult, RunContext } from '../../operations/define.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import { CarriedFrames, type Carrying } from './carried.ts'
import type { ShotRecord } from './survey.ts'

/** Frames of a film by their place. Asked for in rising order, give or take the radius of those who ask. */
export interface Frames {
  get(index: number): Promise<Raster>
}

/** The shot a frame of the film belongs to. */
export type ShotOf = (index: number) => ShotRecord

/** What one frame meets on its way. */
export interface ChainLink {
  readonly step: FilmStep
  /** Its place among all steps: that of its plan in a shot's record. */
  readonly place: number
  readonly context: RunContext
  readonly radius: number
  /** Given where frames leave something for the next one. */
  readonly carrying?: Carrying | undefined
  /** Told of every frame: how long it took, and what was invented in it. */
  readonly onFrame: (index: number, seconds: number, invention: Raster | undefined) => void
}

/** Frames on both sides that all steps together look at. */
export const reachOf = (links: readonly Pick<ChainLink, 'radius'>[]): number =>
  links.reduce((sum, { radius }) => sum + radius, 0)

export interface Chain extends Frames {
  /** What wanted frames left, by the place of the step that carries it. */
  readonly carried: ReadonlyMap<number, CarriedFrames>
}

/**
 * Puts steps one behind the other. Each asks the one before for the frames around the one it makes, within the shot;
 * a frame is made once and kept as long as a neighbour may want it.
 * @param reach of those who will ask for the result
 */
export function chain(source: Frames, links: readonly ChainLink[], shotOf: ShotOf, reach = 0): Chain {
  const carried = new Map<number, CarriedFrames>()
  const last = links.reduce<Frames>((before, link, at) => {
    const wanted = reach + reachOf(links.slice(at + 1))
    const count = 2 * wanted + 1
    const make = worker(before, link, shotOf)
    if (!link.carrying) return remember({ get: async (index) => (await make(index)).image }, count)
    const frames = new CarriedFrames(make, shotOf, link.carrying, count)
    carried.set(link.place, frames)
    return frames
  }, source)
  return { get: (index) => last.get(index), carried }
}

type Worker = (index: number, carried?: Uint8Array) => Promise<FrameResult>

function worker(before: Frames, { step, radius, context, place, onFrame }: ChainLink, shotOf: ShotOf): Worker {
  return async (index, carried) => {
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
      carried,
    }
    const started = performance.now()
    const plan = shot.plans[place] ?? undefined
    const result = await step.work.run(window, step.params, context, plan)
    onFrame(index, (performance.now() - started) / 1000, result.invention)
    return result
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
