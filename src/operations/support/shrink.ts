import { createRaster, type Raster, rasterOf, readRows, toFloats } from '../../shared/image/raster.ts'

/**
 * A small copy for measuring: means of whole square blocks, so that noise and dust average out and no value is
 * invented. The longest side is at most `side`; a smaller picture keeps its size. Always floats.
 */
export function shrinkForMeasuring(image: Raster, side: number): Raster {
  const block = Math.ceil(Math.max(image.width, image.height) / side)
  if (block <= 1) return rasterOf(image.width, image.height, image.channels, toFloats(image))
  const width = Math.ceil(image.width / block)
  const height = Math.ceil(image.height / block)
  const { channels } = image
  const result = createRaster(width, height, channels, false)
  for (let y = 0; y < height; y++) {
    const rows = Math.min(block, image.height - y * block)
    const sums = sumColumns(readRows(image, y * block, rows), image.width * channels, rows)
    for (let x = 0; x < width; x++) {
      const columns = Math.min(block, image.width - x * block)
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let k = 0; k < columns; k++) sum += sums[(x * block + k) * channels + c] as number
        result.store[(y * width + x) * channels + c] = sum / (columns * rows)
      }
    }
  }
  return result
}

function sumColumns(data: Float32Array, stride: number, rows: number): Float32Array {
  const sums = new Float32Array(stride)
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < stride; x++, at++) sums[x] = (sums[x] as number) + (data[at] as number)
  }
  return sums
}
