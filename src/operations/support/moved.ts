import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'

/**
 * A picture whose pixels have changed places; always floats.
 * @param from index of the first sample that goes to a place
 */
export function moved(image: Raster, width: number, height: number, from: (x: number, y: number) => number): Raster {
  const { channels } = image
  const source = toFloats(image)
  const output = new Float32Array(source.length)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const start = from(x, y)
      for (let c = 0; c < channels; c++) output[at++] = source[start + c] as number
    }
  }
  return rasterOf(width, height, channels, output)
}

/** Left and right, or above and below, changed. */
export function reversed(image: Raster, mirrored: boolean, flipped: boolean): Raster {
  const { width, height, channels } = image
  return moved(image, width, height, (x, y) => {
    const [fromX, fromY] = [mirrored ? width - 1 - x : x, flipped ? height - 1 - y : y]
    return (fromY * width + fromX) * channels
  })
}
