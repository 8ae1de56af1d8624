import { LUMA, type Raster, rasterOf, readRows, toFloats } from '../../shared/image/raster.ts'
import { SIZE } from './dct.ts'

/** Light and two colour differences (red - light, blue - light), each a plane; gray has light only. */
export type Planes = readonly Float32Array[]

/** Splits interleaved gray or RGB. */
export function splitPlanes(data: Float32Array, channels: number): Planes {
  if (channels < 3) return [data]
  const count = data.length / channels
  const [light, red, blue] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number]
    const luma = LUMA[0] * r + LUMA[1] * g + LUMA[2] * b
    light[i] = luma
    red[i] = r - luma
    blue[i] = b - luma
  }
  return [light, red, blue]
}

export function joinPlanes(planes: Planes, width: number, height: number): Raster {
  const [light, red, blue] = planes
  if (!light) throw new RangeError('a picture has at least one plane')
  if (!red || !blue) return rasterOf(width, height, 1, light)
  const output = new Float32Array(light.length * 3)
  for (let i = 0, at = 0; i < light.length; i++, at += 3) {
    const [y, r, b] = [light[i] as number, red[i] as number, blue[i] as number]
    output[at] = y + r
    output[at + 1] = y - (LUMA[0] * r + LUMA[2] * b) / LUMA[1]
    output[at + 2] = y + b
  }
  return rasterOf(width, height, 3, output)
}

/** Pixels that are looked at to estimate noise. */
const SAMPLE = 3_000_000

/** Rows of a picture that stand for all of it. */
export interface Strips {
  /** Interleaved. */
  readonly data: Float32Array
  readonly rows: number
  readonly width: number
  readonly channels: Raster['channels']
}

/** The whole picture when it is small, else strips of eight rows spread over it: enough for blocks, bounded memory. */
export function sampleStrips(image: Raster): Strips {
  const { width, height, channels } = image
  const strips = Math.max(1, Math.floor(SAMPLE / (width * SIZE)))
  const available = Math.floor(height / SIZE)
  if (available <= strips) return { data: toFloats(image), rows: height, width, channels }
  const data = new Float32Array(strips * SIZE * width * channels)
  for (let strip = 0; strip < strips; strip++) {
    const top = Math.floor((strip * available) / strips) * SIZE
    data.set(readRows(image, top, SIZE), strip * SIZE * width * channels)
  }
  return { data, rows: strips * SIZE, width, channels }
}
