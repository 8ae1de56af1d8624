import { shrinkForMeasuring } from '../../operations/support/shrink.ts'
import type { Raster } from '../../shared/image/raster.ts'

/** Side of the copy of the whole picture that goes through the steps beside the part: finer than any step measures. */
const WHOLE_SIDE = 1024
/** Small copies after different steps that are kept: a slider leaves one behind at every rest. */
const MOST_SMALL = 8

/** What is kept of a picture that parts are made of, so that a slider moved or a view panned costs only what it changes. */
export interface PreviewMemory {
  /** The part after every step of the last preview, by all that made it. */
  readonly parts: Map<string, Raster>
  /** The whole picture, small, after the steps that change its tones. */
  readonly small: Map<string, Raster>
}

const memories = new WeakMap<Raster, PreviewMemory>()

/** Goes with the picture. */
export function memoryOf(scan: Raster): PreviewMemory {
  const memory = memories.get(scan) ?? { parts: new Map(), small: new Map() }
  memories.set(scan, memory)
  return memory
}

/** The small copy that these steps leave; made when it is not known yet. */
export async function rememberSmall(memory: PreviewMemory, key: string, make: () => Promise<Raster>): Promise<Raster> {
  const small = memory.small.get(key) ?? (await make())
  memory.small.delete(key)
  memory.small.set(key, small)
  for (const old of memory.small.keys()) if (memory.small.size > MOST_SMALL) memory.small.delete(old)
  return small
}

export const smallCopy = async (scan: Raster): Promise<Raster> => shrinkForMeasuring(scan, WHOLE_SIDE)
