import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { moved, reversed } from '../support/moved.ts'

/** One of the eight ways to lay a picture on a square grid: first the axes change places, then each may be reversed. */
interface View {
  readonly transposed: boolean
  readonly mirrored: boolean
  readonly flipped: boolean
}

const views: readonly View[] = [false, true].flatMap((transposed) =>
  [false, true].flatMap((mirrored) => [false, true].map((flipped) => ({ transposed, mirrored, flipped }))),
)

/**
 * Shows a tile to a network in all eight turns and reflections and averages what it answers: a little sharper and
 * calmer for eight times the work (Timofte et al., Seven ways to improve example-based single image super resolution).
 * Always added up in the same order, so that results can be made again.
 */
export async function averageOfViews(tile: Raster, run: (tile: Raster) => Promise<Raster>): Promise<Raster> {
  let sum: Float32Array | undefined
  let shape: Raster | undefined
  for (const view of views) {
    shape = laidBack(await run(laid(tile, view)), view)
    const samples = toFloats(shape)
    if (sum) for (let i = 0; i < samples.length; i++) sum[i] = (sum[i] as number) + (samples[i] as number)
    else sum = Float32Array.from(samples)
  }
  const { width, height, channels } = shape as Raster
  return rasterOf(
    width,
    height,
    channels,
    (sum as Float32Array).map((value) => value / views.length),
  )
}

const laid = (image: Raster, { transposed, mirrored, flipped }: View): Raster =>
  reversed(transposed ? transpose(image) : image, mirrored, flipped)

const laidBack = (image: Raster, { transposed, mirrored, flipped }: View): Raster => {
  const upright = reversed(image, mirrored, flipped)
  return transposed ? transpose(upright) : upright
}

const transpose = (image: Raster): Raster =>
  moved(image, image.height, image.width, (x, y) => (x * image.width + y) * image.channels)
