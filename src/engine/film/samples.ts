import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'

/** Values of 8-bit samples: a table is quicker than dividing. */
const levels = Float32Array.from({ length: 256 }, (_, i) => i / 255)

/** @param samples RGB, 8 bits or 16 lower byte first @returns floats 0..1 */
export function rasterOfSamples(samples: Buffer, width: number, height: number, depth: 8 | 16): Raster {
  const raster = createRaster(width, height, 3, false)
  const store = raster.store as Float32Array
  if (depth === 8) for (let i = 0; i < store.length; i++) store[i] = levels[samples[i] as number] as number
  else {
    const words = new Uint16Array(samples.buffer, samples.byteOffset, store.length)
    for (let i = 0; i < store.length; i++) store[i] = (words[i] as number) / 65535
  }
  return raster
}

/** Films of luma and half as many colours have even sides: an odd one gets its last column or row twice. */
export const evenSize = ({ width, height }: { readonly width: number; readonly height: number }) => ({
  width: width + (width % 2),
  height: height + (height % 2),
})

/** Samples of a frame as RGB with even sides; gray becomes three equal channels. */
export function samplesOfRaster(raster: Raster, depth: 8 | 16): Uint8Array {
  const { width, height } = evenSize(raster)
  const count = width * height * 3
  const output = depth === 8 ? new Uint8ClampedArray(count) : new Uint16Array(count)
  const most = depth === 8 ? 255 : 65535
  const data = toFloats(raster)
  if (width === raster.width && height === raster.height && raster.channels === 3) fill(output, data, most, depth)
  else spread(output, raster, data, most, depth)
  return new Uint8Array(output.buffer)
}

/** A clamped array rounds and clips by itself; the 16-bit one does neither. */
function fill(output: Uint8ClampedArray | Uint16Array, data: Float32Array, most: number, depth: 8 | 16): void {
  if (depth === 8) for (let i = 0; i < output.length; i++) output[i] = (data[i] as number) * most
  else for (let i = 0; i < output.length; i++) output[i] = wide(data[i] as number)
}

const wide = (value: number) => (value <= 0 ? 0 : value >= 1 ? 65535 : Math.round(value * 65535))

function spread(
  output: Uint8ClampedArray | Uint16Array,
  raster: Raster,
  data: Float32Array,
  most: number,
  depth: 8 | 16,
): void {
  const { width, height } = evenSize(raster)
  const { channels } = raster
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.min(y, raster.height - 1) * raster.width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.min(x, raster.width - 1)) * channels
      for (let c = 0; c < 3; c++, to++) {
        const value = data[from + (channels < 3 ? 0 : c)] as number
        output[to] = depth === 8 ? value * most : wide(value)
      }
    }
  }
}
