import { colourChannels, LUMA, type Raster, readRows } from '../../shared/image/raster.ts'
import { type ResampleOptions, resample } from './resample.ts'
import { addToSums, emptySums, fitCurve, type Samples, sumErrors } from './tone-curve.ts'

/** What a perfect match is reported as: PSNR has no upper end. */
export const FIDELITY_MAX = 100
/** Where the mask is above this the picture was repaired: there is nothing to be faithful to. */
const REPAIRED = 0.5
const BAND_ROWS = 64

/**
 * How well the result, shrunk back, agrees with the scan (docs/fidelity.md).
 * A global change of tone is fitted out per channel first, so that bringing back faded tones is not called untrue,
 * while anything that moves, blurs, recolours or repaints a place is.
 *
 * @param scan what the restoration started from, after turning and cropping; alpha must be off
 * @param repaired one channel, any size: places to leave out
 * @returns dB, at most `FIDELITY_MAX`; undefined when no place is left to compare
 */
export async function measureFidelity(
  scan: Raster,
  result: Raster,
  repaired?: Raster,
  options: ResampleOptions = {},
): Promise<number | undefined> {
  if (scan === result) return FIDELITY_MAX
  const shrunk = await resample(result, scan, options)
  const mask = repaired && (await resample(repaired, scan, options))
  const channels = Math.min(colourChannels(scan), colourChannels(shrunk))
  const pair: Pair = { scan, shrunk, mask, channels }
  const sums = Array.from({ length: channels }, emptySums)
  for (const band of walk(pair)) {
    await options.pause?.()
    for (const [channel, own] of sums.entries()) addToSums(own, { ...band, channel, channels })
  }
  const curves = sums.map(fitCurve)
  let [squares, samples] = [0, 0]
  for (const band of walk(pair)) {
    await options.pause?.()
    for (const [channel, curve] of curves.entries()) {
      const found = sumErrors(curve, { ...band, channel, channels })
      squares += found.squares
      samples += found.count
    }
  }
  if (samples === 0) return undefined
  return Math.min(FIDELITY_MAX, 10 * Math.log10(samples / Math.max(squares, 1e-12)))
}

interface Pair {
  readonly scan: Raster
  readonly shrunk: Raster
  readonly mask: Raster | undefined
  /** 1 when either is gray: then luma is compared. */
  readonly channels: number
}

/** Rows of both, `channels` interleaved. */
type BandPair = Pick<Samples, 'scan' | 'result' | 'masked'>

function* walk({ scan, shrunk, mask, channels }: Pair): Generator<BandPair> {
  for (let top = 0; top < scan.height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, scan.height - top)
    yield {
      scan: colours(scan, top, rows, channels),
      result: colours(shrunk, top, rows, channels),
      masked: mask && Uint8Array.from(readRows(mask, top, rows), (value) => (value > REPAIRED ? 1 : 0)),
    }
  }
}

function colours(image: Raster, top: number, rows: number, channels: number): Float32Array {
  const data = readRows(image, top, rows)
  if (image.channels === channels) return data
  const luma = new Float32Array(data.length / image.channels)
  for (let i = 0, from = 0; i < luma.length; i++, from += image.channels) {
    luma[i] =
      LUMA[0] * (data[from] as number) + LUMA[1] * (data[from + 1] as number) + LUMA[2] * (data[from + 2] as number)
  }
  return luma
}
