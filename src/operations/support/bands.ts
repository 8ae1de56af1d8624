import {
  type Band,
  bandHeight,
  type Channels,
  createRaster,
  type Raster,
  readRows,
  writeRows,
} from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'

/** Half a megapixel per band: a cancelled work stops within a few hundredths of a second. */
const heightOf = (width: number) => Math.max(1, Math.floor(bandHeight(width) / 2))

/**
 * Makes a raster band by band, breathing, reporting and stopping between bands.
 * @param fill gets fresh output rows (zeroed) and the matching input rows
 * @param channels of the result; the input's when left out
 */
export async function mapBandsWith(
  image: Raster,
  context: RunContext,
  fill: (output: Float32Array, band: Band) => void,
  channels: Channels = image.channels,
): Promise<Raster> {
  const result = createRaster(image.width, image.height, channels)
  const height = heightOf(image.width)
  for (let top = 0; top < image.height; top += height) {
    await context.pause()
    const rows = Math.min(height, image.height - top)
    const output = new Float32Array(rows * image.width * channels)
    fill(output, { top, rows, data: readRows(image, top, rows) })
    writeRows(result, top, output)
    context.progress((top + rows) / image.height)
  }
  return result
}
