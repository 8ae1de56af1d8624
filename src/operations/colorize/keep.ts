import { type Raster, toFloats } from '../../shared/image/raster.ts'
import { tintAt } from '../recover-tone/chroma.ts'
import { measureTone } from '../recover-tone/measure.ts'
import { lumaAt } from '../support/luma.ts'

/** Chroma beside the common tint, on the encoded scale, at which a colour begins to be one, and is one for sure. */
const NONE = 0.025
const SURE = 0.08
/** Half the side of the neighbourhood that decides together: colours of single pixels are noise. */
const AROUND = 2

/**
 * Where a picture has colours of its own, 0..1, per pixel: beside its tint, which in a faded print lies over all of it.
 * @param small the whole picture, reduced
 * @param isColour of a frame, whether its shot is one in colour: frame by frame it might be now this, now that
 * @returns undefined for pictures that are gray or toned: there is nothing to keep
 */
export function ownColours(small: Raster, isColour?: boolean): Float32Array | undefined {
  if (small.channels < 3 || isColour === false) return undefined
  const tone = measureTone(small)
  if (isColour === undefined && tone.kind !== 'colour') return undefined
  const data = toFloats(small)
  const { red, blue } = tone.chroma
  const strength = new Float32Array(small.width * small.height)
  for (let i = 0, at = 0; i < strength.length; i++, at += small.channels) {
    const light = lumaAt(data, at, small.channels)
    const r = (data[at] as number) - light - tintAt(red, light)
    const b = (data[at + 2] as number) - light - tintAt(blue, light)
    strength[i] = Math.hypot(r, b)
  }
  return averaged(strength, small).map((value) => {
    const part = Math.min(1, Math.max(0, (value - NONE) / (SURE - NONE)))
    return part * part * (3 - 2 * part)
  })
}

function averaged(plane: Float32Array, { width, height }: { width: number; height: number }): Float32Array {
  const output = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0]
      for (let v = Math.max(0, y - AROUND); v <= Math.min(height - 1, y + AROUND); v++)
        for (let u = Math.max(0, x - AROUND); u <= Math.min(width - 1, x + AROUND); u++, count++)
          sum += plane[v * width + u] as number
      output[y * width + x] = sum / count
    }
  }
  return output
}
