import { type Raster, rasterOf, reflect, toFloats } from '../../shared/image/raster.ts'
import type { TilePlace } from '../../shared/image/tile.ts'
import type { ModelSession } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { withPlane } from '../support/with-plane.ts'
import { addGrain, type GrainMap } from './grain.ts'
import { SEAM } from './mask.ts'
import type { Filled } from './wide-fill.ts'

export interface FillWork {
  readonly image: Raster
  /** See mask.ts. */
  readonly mask: Uint8Array
  readonly grain: GrainMap
  readonly wide: readonly Filled[]
  readonly session: ModelSession
  readonly strength: number
  readonly seed: number
  /** See `GrainWork`. */
  readonly origin?: { readonly left: number; readonly top: number } | undefined
}

/** Fills what lies in one tile; a tile without damage passes as it is, and the network is not asked. */
export async function fillTile(tile: Raster, place: TilePlace, work: FillWork): Promise<Raster> {
  const { width, height, channels } = tile
  const marks = marksOf(work.mask, work.image, place, tile)
  if (marks.every((value) => value === 0)) return tile
  const data = toFloats(tile).slice()
  const missing = putWide(data, tile, marks, place, work)
  const hole = Float32Array.from(marks, (value, i) => (value !== 0 && missing[i] === WITHOUT ? 1 : 0))
  const known = rasterOf(width, height, channels, data)
  const filled = hole.some((value) => value === 1)
    ? toFloats(asChannels(await work.session.run(withPlane(known, hole)), channels)).slice()
    : data
  addGrain(
    filled,
    channels,
    { ...place, width, height },
    {
      map: work.grain,
      wanted: (i) => marks[i] !== 0,
      missing: (i) => (missing[i] === WITHOUT ? 1 : (missing[i] as number)),
      seed: work.seed,
      origin: work.origin,
    },
  )
  return blend(tile, filled, marks, work.strength)
}

/** Marks of a tile, mirrored beyond the border as its colours are. */
export function marksOf(
  mask: Uint8Array,
  frame: Raster,
  { left, top }: TilePlace,
  { width, height }: Raster,
): Uint8Array {
  const marks = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const row = reflect(top + y, frame.height) * frame.width
    for (let x = 0; x < width; x++, i++) marks[i] = mask[row + reflect(left + x, frame.width)] as number
  }
  return marks
}

/** No wide place covers a pixel. */
export const WITHOUT = 2

/** Lays wide places that were filled already into a tile. @returns the part of grain they lack, by pixel, or `WITHOUT` */
export function putWide(
  data: Float32Array,
  { width, channels }: Raster,
  marks: Uint8Array,
  { left, top }: TilePlace,
  { image, wide }: Pick<FillWork, 'image' | 'wide'>,
): Float32Array {
  const missing = new Float32Array(marks.length).fill(WITHOUT)
  if (wide.length === 0) return missing
  for (let i = 0; i < marks.length; i++) {
    if (marks[i] === 0) continue
    const x = reflect(left + (i % width), image.width)
    const y = reflect(top + Math.floor(i / width), image.height)
    for (const { box, part, data: colours, missing: lacks } of wide) {
      const [u, v] = [x - box.left, y - box.top]
      const at = v * box.width + u
      if (u < 0 || v < 0 || u >= box.width || v >= box.height || part[at] !== 1) continue
      for (let c = 0; c < channels; c++) data[i * channels + c] = colours[at * channels + c] as number
      missing[i] = lacks
    }
  }
  return missing
}

function blend(tile: Raster, filled: Float32Array, marks: Uint8Array, strength: number): Raster {
  const { width, height, channels } = tile
  const output = toFloats(tile).slice()
  for (let i = 0; i < marks.length; i++) {
    if (marks[i] === 0) continue
    const part = strength * (marks[i] === SEAM ? 0.5 : 1)
    for (let c = 0; c < channels; c++) {
      const at = i * channels + c
      const before = output[at] as number
      output[at] = Math.min(1, Math.max(0, before + part * ((filled[at] as number) - before)))
    }
  }
  return rasterOf(width, height, channels, output)
}
