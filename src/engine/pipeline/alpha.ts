import { type Channels, colourChannels, hasAlpha, mapBands, type Raster, readRows } from '../../shared/image/raster.ts'
import { type ResampleOptions, resample } from './resample.ts'

/** A picture whose alpha travels beside its colours; it may keep an older size until they are joined. */
export interface Split {
  readonly colour: Raster
  readonly alpha: Raster | undefined
}

/** Takes alpha off. Colours under transparent pixels are kept as they are. */
export function splitAlpha(image: Raster): Split {
  if (!hasAlpha(image)) return { colour: image, alpha: undefined }
  const colours = colourChannels(image)
  const step = image.channels
  const colour = mapBands(
    image,
    (output, { data }) => {
      for (let from = 0, to = 0; from < data.length; from += step) {
        for (let c = 0; c < colours; c++) output[to++] = data[from + c] as number
      }
    },
    colours,
  )
  const alpha = mapBands(
    image,
    (output, { data }) => {
      for (let from = colours, to = 0; from < data.length; from += step) output[to++] = data[from] as number
    },
    1,
  )
  return { colour, alpha }
}

/** Puts alpha back, resampled to the size the colours have now. */
export async function joinAlpha({ colour, alpha }: Split, options?: ResampleOptions): Promise<Raster> {
  if (!alpha) return colour
  const fitted = await resample(alpha, colour, options)
  const colours = colourChannels(colour)
  return mapBands(
    colour,
    (output, { data, top, rows: count }) => {
      const opacity = readRows(fitted, top, count)
      for (let i = 0, from = 0, to = 0; i < opacity.length; i++) {
        for (let c = 0; c < colours; c++) output[to++] = data[from++] as number
        output[to++] = opacity[i] as number
      }
    },
    (colours + 1) as Channels,
    options?.create,
  )
}
