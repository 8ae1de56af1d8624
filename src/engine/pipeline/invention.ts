import { clamp01, createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { resample } from './resample.ts'

/** Above this a place counts as invented: for an enlargement, a departure of 8 of 255 levels. */
export const INVENTED = 0.25
/** Longest side of a stored map: it is looked at, not measured. */
const MAP_SIDE = 2048

export interface Invention {
  /** Where and how strongly, 0..1, one channel; undefined when nothing was invented. */
  readonly map: Raster | undefined
  /** Share of the frame above `INVENTED`. */
  readonly share: number
  /** Operations that put something in. */
  readonly by: readonly string[]
}

/** Width and height of the map of a frame. */
export function mapSize({ width, height }: { readonly width: number; readonly height: number }): [number, number] {
  const shrink = Math.min(1, MAP_SIDE / Math.max(width, height))
  return [Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink))]
}

/**
 * The maps of all operations as one: the strongest wins.
 * @param kept how much of the scan was put back, 0..1, of the size `mapSize` gives: nothing is invented there
 */
export async function combineInventions(
  maps: readonly { readonly operation: string; readonly map: Raster }[],
  frame: { readonly width: number; readonly height: number },
  kept?: Float32Array,
): Promise<Invention> {
  const [width, height] = mapSize(frame)
  const size = { width, height }
  const by = new Set<string>()
  let strongest: Float32Array | undefined
  for (const { operation, map } of maps) {
    const whole = toFloats(await resample(map, size))
    const samples = kept ? whole.map((value, i) => value * (1 - (kept[i] as number))) : whole
    strongest ??= new Float32Array(size.width * size.height)
    if (raise(strongest, samples)) by.add(operation)
  }
  if (!strongest || by.size === 0) return { map: undefined, share: 0, by: [] }
  let invented = 0
  for (const value of strongest) if (value > INVENTED) invented++
  const map = createRaster(size.width, size.height, 1, false)
  ;(map.store as Float32Array).set(strongest)
  return { map, share: invented / strongest.length, by: [...by] }
}

/** Takes the larger of both, sample by sample. @returns whether `samples` held any invention */
function raise(strongest: Float32Array, samples: Float32Array): boolean {
  let any = false
  for (let i = 0; i < samples.length; i++) {
    const value = clamp01(samples[i] as number)
    if (value > INVENTED) any = true
    if (value > (strongest[i] as number)) strongest[i] = value
  }
  return any
}
