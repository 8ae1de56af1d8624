import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'

/**
 * What networks of four channels are given: RGB and a plane that steers them. Gray is given threefold.
 * @param plane one value per pixel, or one for all
 */
export function withPlane(tile: Raster, plane: ArrayLike<number> | number): Raster {
  const data = toFloats(tile)
  const step = tile.channels
  const output = new Float32Array(tile.width * tile.height * 4)
  for (let i = 0, from = 0, to = 0; to < output.length; i++, from += step) {
    for (let c = 0; c < 3; c++) output[to++] = data[from + Math.min(c, step - 1)] as number
    output[to++] = typeof plane === 'number' ? plane : (plane[i] as number)
  }
  return rasterOf(tile.width, tile.height, 4, output)
}
