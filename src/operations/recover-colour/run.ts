import type { Raster } from '../../shared/image/raster.ts'
import type { Run } from '../define.ts'
import { measureTone } from '../recover-tone/measure.ts'
import { mapBandsWith } from '../support/bands.ts'
import { curveOf, dyesOf, through } from './curves.ts'
import { measureFading } from './measure.ts'
import { bendToMemory } from './memory.ts'
import type recoverColour from './op.ts'

export const run: Run<typeof recoverColour> = async (image, { strength, memoryColours }, context) => {
  const whole = context.part?.whole ?? image
  if (strength === 0 || !isColour(whole)) {
    context.progress(1)
    return { image }
  }
  const fading = measureFading(whole)
  const { dyes, proof } = dyesOf(fading)
  const bent = memoryColours ? bendToMemory(dyes, fading, proof) : dyes
  const curves = bent.map((dye) => curveOf(dye, strength))
  const recovered = await mapBandsWith(image, context, (output, { data }) => {
    for (let i = 0; i < output.length; i++) output[i] = through(curves[i % 3] as Float32Array, data[i] as number)
  })
  return { image: recovered }
}

/** Gray has no dyes. A print that has faded to little more than one tint had. */
const isColour = (image: Raster): boolean => image.channels >= 3 && measureTone(image).kind !== 'gray'
