import { estimateNoise, findClipped } from '../../operations/denoise/estimate.ts'
import { sampleStrips, splitPlanes } from '../../operations/denoise/planes.ts'
import { explainMeasure, type ToneExplanation } from '../../operations/recover-tone/explain.ts'
import { measureTone, type ToneMeasure } from '../../operations/recover-tone/measure.ts'
import type { Raster } from '../../shared/image/raster.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { blockiness } from './blocks.ts'
import { blurOf } from './blur.ts'
import { patchesOf } from './patches.ts'

/** Everything the findings are drawn from. */
export interface Measures {
  readonly width: number
  readonly height: number
  readonly tone: ToneMeasure
  /** The same in percent and as a*, b*. */
  readonly explained: ToneExplanation
  /** Deviation of the noise of light, in levels of 255. */
  readonly grain: number
  /** See blocks.ts. */
  readonly blocks: number
  /** See blur.ts. */
  readonly blur: number | undefined
  /** Part of the picture that is scratched, 0..1, see damage.ts; undefined when nobody looked. */
  readonly damage?: number | undefined
  /** How far dyes have faded, see dyes.ts; undefined when nobody looked. */
  readonly dyes?: number | undefined
}

/** Measures a picture: tones on a small copy, noise, blocks and blur on pieces at their own scale. */
export function measurePicture(raster: Raster): Measures {
  const image = splitAlpha(raster).colour
  const tone = measureTone(image)
  const { data, rows } = sampleStrips(image)
  const [light] = splitPlanes(data, image.channels)
  const noise = light && estimateNoise(light, image.width, rows, findClipped(data, image.channels))
  const patches = patchesOf(image)
  return {
    width: image.width,
    height: image.height,
    tone,
    explained: explainMeasure(tone),
    grain: (noise?.sigma ?? 0) * 255,
    blocks: blockiness(patches),
    blur: blurOf(patches),
  }
}
