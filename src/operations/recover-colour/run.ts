import type { Raster } from '../../shared/image/raster.ts'
import type { Run, RunContext } from '../define.ts'
import { measureTone } from '../recover-tone/measure.ts'
import { mapBandsWith } from '../support/bands.ts'
import { curveOf, dyesOf, through } from './curves.ts'
import { insideOf, measureFading } from './measure.ts'
import { bendToMemory } from './memory.ts'
import { readPrint } from './network.ts'
import type recoverColour from './op.ts'
import { UNFADER } from './op.ts'
import { bringBack, endsOf } from './way-back.ts'

export const run: Run<typeof recoverColour> = async (image, params, context) => {
  const whole = context.part?.whole ?? image
  if (params.strength === 0 || !isColour(whole)) {
    context.progress(1)
    return { image }
  }
  const bring = params.method === 'network' ? await byNetwork(whole, params, context) : byMeasuring(whole, params)
  return { image: await mapBandsWith(image, context, (output, { data }) => bring(output, data)) }
}

type Params = Parameters<typeof run>[1]
/** Fills `output` with what encoded RGB becomes. */
type Bring = (output: Float32Array, data: Float32Array) => void

async function byNetwork(whole: Raster, { strength }: Params, context: RunContext): Promise<Bring> {
  const inside = insideOf(whole)
  const way = await readPrint(await context.session(UNFADER), inside, context)
  const ends = endsOf(way, inside.store as Float32Array)
  return (output, data) => bringBack(output, data, way, ends, strength)
}

function byMeasuring(whole: Raster, { strength, memoryColours }: Params): Bring {
  const fading = measureFading(whole)
  const { dyes, proof } = dyesOf(fading)
  const bent = memoryColours ? bendToMemory(dyes, fading, proof) : dyes
  const curves = bent.map((dye) => curveOf(dye, strength))
  return (output, data) => {
    for (let i = 0; i < output.length; i++) output[i] = through(curves[i % 3] as Float32Array, data[i] as number)
  }
}

/** Gray has no dyes. A print that has faded to little more than one tint had. */
const isColour = (image: Raster): boolean => image.channels >= 3 && measureTone(image).kind !== 'gray'
