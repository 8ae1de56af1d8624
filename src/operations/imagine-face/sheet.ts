import { type Raster, rasterOf } from '../../shared/image/raster.ts'

/** Moments of the search that are shown when it is to be seen, as parts of its steps; the best comes behind them. */
const MOMENTS = [0, 0.1, 0.25, 0.5] as const

export const columnsOf = (intermediates: boolean): number => (intermediates ? MOMENTS.length + 1 : 1)

/** Steps whose pictures are kept. */
export const momentsOf = (steps: number): number[] => MOMENTS.map((part) => Math.round(part * steps))

/** Pictures of one size, row by row. */
export function sheetOf(pictures: readonly Raster[], columns: number): Raster {
  const [first] = pictures as [Raster]
  const { width, height, channels } = first
  const rows = Math.ceil(pictures.length / columns)
  const output = new Float32Array(width * columns * height * rows * channels)
  pictures.forEach((picture, k) => {
    const [left, top] = [(k % columns) * width, Math.floor(k / columns) * height]
    for (let y = 0; y < height; y++)
      output.set(
        picture.store.subarray(y * width * channels, (y + 1) * width * channels) as Float32Array,
        ((top + y) * width * columns + left) * channels,
      )
  })
  return rasterOf(width * columns, height * rows, channels, output)
}
