import { type Raster, toFloats } from '../../shared/image/raster.ts'
import type { Run } from '../define.ts'
import { estimateNoise, findClipped } from './estimate.ts'
import type denoise from './op.ts'
import operation from './op.ts'
import { joinPlanes, type Planes, sampleStrips, splitPlanes } from './planes.ts'
import { shrinkPlane } from './shrink.ts'

/** Multiples of the noise below which a coefficient is dropped: 2.7 is where hard limits err least. */
const LIMIT = 2.7
/** Colour noise is blotches nobody misses; eyes are less sharp for colour. */
const COLOUR_LIMIT = 3.2
/** Noise below a third of a level of 255 is rounding. */
const LEAST = 0.35 / 255
/** Pixels between blocks: light is worth the four times of work. */
const STRIDES = [2, 4, 4] as const

export const run: Run<typeof denoise> = async (image, { strength }, context) => {
  if (strength === 0) return { image }
  const plan = planFor(context.part?.whole ?? image, strength)
  if (plan.every((plane) => plane === undefined)) {
    context.log('there is no noise to remove')
    context.progress(1)
    return { image }
  }
  const tiling = operation.tiling
  if (tiling === 'whole-image') return { image }
  return { image: await context.tile(image, tiling, (tile) => clean(tile, plan)) }
}

/** What is done to one plane. */
interface PlanePlan {
  /** Per frequency: smaller coefficients are noise. */
  readonly limits: Float32Array
  /** Part of what was found to be noise that is taken away, 0..1. */
  readonly part: number
}

/** Measures the noise of every plane. Undefined where there is none: that plane passes unchanged. */
function planFor(image: Raster, strength: number): readonly (PlanePlan | undefined)[] {
  const { data, rows } = sampleStrips(image)
  const clipped = findClipped(data, image.channels)
  return splitPlanes(data, image.channels).map((plane, index) => {
    const isColour = index > 0
    const { spectrum } = estimateNoise(plane, image.width, rows, clipped)
    if (Math.max(...spectrum) < LEAST) return undefined
    const limit = isColour ? COLOUR_LIMIT : LIMIT
    const keeps = isColour ? (1 - strength) ** 3 : (1 - strength) ** 2
    return { limits: spectrum.map((sigma) => limit * sigma), part: 1 - keeps }
  })
}

function clean(tile: Raster, plan: readonly (PlanePlan | undefined)[]): Raster {
  const { width, height } = tile
  const planes: Planes = splitPlanes(toFloats(tile), tile.channels).map((plane, index) => {
    const work = plan[index]
    if (!work) return plane
    const cleaned = shrinkPlane(plane, width, height, work.limits, STRIDES[index] ?? 4)
    for (let i = 0; i < plane.length; i++) {
      const before = plane[i] as number
      cleaned[i] = before + ((cleaned[i] as number) - before) * work.part
    }
    return cleaned
  })
  return joinPlanes(planes, width, height)
}
