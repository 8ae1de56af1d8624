import { setImmediate } from 'node:timers/promises'
import type { Part, RunContext } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { CreateRaster } from '../../shared/image/raster.ts'
import { isOutOfMemory } from '../inference/failures.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { runTiled } from '../inference/tiler.ts'
import { resample } from './resample.ts'

export interface ContextOptions {
  readonly sessions: SessionPool
  /** Asked often, so it must be cheap: reads a flag. */
  readonly cancelled: () => boolean
  readonly progress: (fraction: number) => void
  readonly seed?: number
  /** First tile side; only tests choose it. */
  readonly startTile?: number
  /** Where the image lies, when it is a part of a picture. */
  readonly part?: Part
  readonly log?: (message: string) => void
  /** False where faces must not be looked for. */
  readonly faces?: boolean
  /** Makes results; in memory when left out. */
  readonly create?: CreateRaster
}

/** What one operation gets to work with. */
export function createRunContext(options: ContextOptions): RunContext {
  const controller = new AbortController()
  let furthest = 0
  const progress = (fraction: number) => {
    if (!(fraction > furthest)) return
    furthest = Math.min(1, fraction)
    options.progress(furthest)
  }
  const check = () => {
    if (options.cancelled()) controller.abort()
    if (controller.signal.aborted) throw new AppError('cancelled', 'The work was cancelled.')
  }
  const created = options.create && { create: options.create }
  const log = options.log ?? (() => undefined)
  const tile: RunContext['tile'] = async (image, needs, work) => {
    const [from, to] = needs.progress ?? [0, 1]
    const once = () =>
      runTiled(
        image,
        needs,
        (cut, place) => {
          check()
          return work(cut, place)
        },
        {
          progress: (fraction) => progress(from + (to - from) * fraction),
          onShrink: (side) => log(`memory ran out: going on with tiles of ${side} pixels`),
          ...(options.startTile === undefined ? {} : { startTile: options.startTile }),
          ...created,
        },
      )
    try {
      return await once()
    } catch (error) {
      if (!isOutOfMemory(error) || !(await options.sessions.moveToCpu('ran out of memory'))) throw error
      return once()
    }
  }
  const pause = async () => {
    await setImmediate()
    check()
  }
  return {
    signal: controller.signal,
    progress,
    session: (id, mixed) => options.sessions.session(id, mixed),
    tile,
    resize: (image, size) => resample(image, size, { pause, ...created }),
    pause,
    seed: options.seed ?? 0,
    part: options.part,
    faces: options.faces ?? true,
    log,
  }
}
