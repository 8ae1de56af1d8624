import { type Raster, toFloats } from '../../shared/image/raster.ts'
import type { TileNeeds } from '../../shared/image/tile.ts'
import type { Run, RunContext } from '../define.ts'
import { asChannels } from '../support/as-channels.ts'
import { contextOf } from '../support/context-of.ts'
import { measureWhole } from '../support/measure-whole.ts'
import { CLASSICAL_TILING, type Limits, limitsFor, withoutNoise } from './classical.ts'
import { estimateNoise, findClipped } from './estimate.ts'
import { fineOf, GRAIN_REACH, LARGEST_GRAIN } from './keep-grain.ts'
import type denoise from './op.ts'
import { DENOISER } from './op.ts'
import { joinPlanes, type Planes, sampleStrips, splitPlanes } from './planes.ts'

export const run: Run<typeof denoise> = async (image, params, context) => {
  const { strength, keepGrain, method } = params
  if (strength === 0) return { image }
  const cleaner =
    method === 'network' ? await byNetwork(context) : byFrequencies(measureWhole(image, context, measureLimits))
  if (!cleaner) {
    context.log('there is no noise to remove')
    context.progress(1)
    return { image }
  }
  const largest = keepGrain > 0 ? LARGEST_GRAIN * measureWhole(image, context, measureLightNoise) : 0
  const { overlap, align } = cleaner.needs
  const needs = { overlap: overlap + (keepGrain > 0 ? GRAIN_REACH : 0), align }
  const cleaned = await context.tile(image, needs, async (tile) => {
    const planes = splitPlanes(toFloats(tile), tile.channels)
    return combine(tile, planes, await cleaner.clean(tile, planes), { strength, keepGrain, largest })
  })
  return { image: cleaned }
}

/** A way to take all noise away. */
interface Cleaner {
  readonly needs: TileNeeds
  readonly clean: (tile: Raster, planes: Planes) => Promise<Planes> | Planes
}

async function byNetwork(context: RunContext): Promise<Cleaner> {
  const session = await context.session(DENOISER)
  return {
    needs: { overlap: contextOf(session), align: session.card.multiple },
    clean: async (tile) => {
      const answer = asChannels(await session.run(tile), tile.channels)
      return splitPlanes(toFloats(answer), tile.channels)
    },
  }
}

/** Undefined when the picture has no noise. */
function byFrequencies(limits: Limits): Cleaner | undefined {
  if (limits.every((plane) => plane === undefined)) return undefined
  return {
    needs: CLASSICAL_TILING,
    clean: ({ width, height }, planes) => withoutNoise(planes, width, height, limits),
  }
}

const measureLimits = (whole: Raster): Limits => limitsFor(sampleStrips(whole))

function measureLightNoise(whole: Raster): number {
  const { data, rows, width, channels } = sampleStrips(whole)
  const [light] = splitPlanes(data, channels)
  return light ? estimateNoise(light, width, rows, findClipped(data, channels)).sigma : 0
}

interface Amounts {
  readonly strength: number
  readonly keepGrain: number
  /** Grain is not further from even than this. */
  readonly largest: number
}

/** Part of the noise that is taken: eyes are less sharp for colour, and blotches of it nobody misses. */
const partOf = (index: number, strength: number) => 1 - (1 - strength) ** (index > 0 ? 3 : 2)

function combine(tile: Raster, before: Planes, cleaned: Planes, { strength, keepGrain, largest }: Amounts): Raster {
  const { width, height } = tile
  const planes = before.map((plane, index) => {
    const clean = cleaned[index] as Float32Array
    if (clean === plane) return plane
    const part = partOf(index, strength)
    const grain = index === 0 && keepGrain > 0 ? fineOf(plane, clean, width, height, largest) : undefined
    return plane.map((value, i) => {
      const left = value + ((clean[i] as number) - value) * part
      return grain ? left + part * keepGrain * (grain[i] as number) : left
    })
  })
  return joinPlanes(planes, width, height)
}
