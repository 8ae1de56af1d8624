import {
  type Band,
  type CreateRaster,
  createRaster,
  type Raster,
  readRows,
  writeRows,
} from '../../shared/image/raster.ts'

const LOBES = 3

const lanczos = (x: number): number => {
  const t = Math.abs(x)
  if (t >= LOBES) return 0
  if (t < 1e-6) return 1
  const p = Math.PI * t
  return (LOBES * Math.sin(p) * Math.sin(p / LOBES)) / (p * p)
}

/** Which samples, and how much of each, make one output sample. Same number of taps everywhere. */
interface Kernel {
  readonly taps: number
  /** First source index of every output sample; may lie outside: `at` clamps. */
  readonly first: Int32Array
  readonly weights: Float32Array
}

/** Lanczos-3 whose width grows with shrinking, so that nothing aliases. Weights of a sample add up to 1. */
function kernelFor(from: number, to: number): Kernel {
  const ratio = from / to
  const stretch = Math.max(1, ratio)
  const taps = Math.ceil(2 * LOBES * stretch) + 1
  const first = new Int32Array(to)
  const weights = new Float32Array(to * taps)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5
    const start = Math.ceil(centre - LOBES * stretch)
    first[i] = start
    let sum = 0
    for (let k = 0; k < taps; k++) {
      const weight = lanczos((start + k - centre) / stretch)
      weights[i * taps + k] = weight
      sum += weight
    }
    for (let k = 0; k < taps; k++) weights[i * taps + k] = (weights[i * taps + k] as number) / sum
  }
  return { taps, first, weights }
}

const clampIndex = (index: number, length: number) => (index < 0 ? 0 : index < length ? index : length - 1)

export interface ResampleOptions {
  /** Called between bands: a place to breathe and to stop. */
  readonly pause?: () => Promise<void>
  readonly progress?: (fraction: number) => void
  /** Makes the result; in memory when left out. */
  readonly create?: CreateRaster
}

/**
 * Resamples with antialiased Lanczos-3, edge pixels repeated, band by band: memory is that of the result and one band.
 * Alpha is resampled like a colour and is not multiplied in.
 */
export async function resample(image: Raster, size: Size, options: ResampleOptions = {}): Promise<Raster> {
  const { width, height } = size
  if (width === image.width && height === image.height) return image
  const result = (options.create ?? createRaster)(width, height, image.channels)
  for await (const { top, rows, data } of resampledBands(image, size, options)) {
    writeRows(result, top, data)
    options.progress?.((top + rows) / height)
  }
  return result
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The rows of a resampled picture, without keeping them.
 * @param wanted which bands are needed; all of them when left out
 */
export async function* resampledBands(
  image: Raster,
  { width, height }: Size,
  { pause, wanted }: Pick<ResampleOptions, 'pause'> & { wanted?: (top: number, rows: number) => boolean } = {},
): AsyncGenerator<Band> {
  const { channels } = image
  const across = kernelFor(image.width, width)
  const down = kernelFor(image.height, height)
  // Where the picture shrinks, a band is made of more source rows than it has itself.
  const sourceRows = Math.max(1, image.height / height)
  const bandRows = Math.max(8, Math.floor((1 << 20) / Math.max(width, image.width) / sourceRows))
  for (let top = 0; top < height; top += bandRows) {
    await pause?.()
    const rows = Math.min(bandRows, height - top)
    if (wanted && !wanted(top, rows)) continue
    const from = clampIndex(down.first[top] as number, image.height)
    const last = clampIndex((down.first[top + rows - 1] as number) + down.taps - 1, image.height)
    const source = readRows(image, from, last - from + 1)
    const band = { top, rows, from, last }
    // The direction that leaves fewer samples goes first.
    const data =
      height < image.height
        ? alongRows(alongColumns(source, { ...band, stride: image.width * channels }, down), image, width, across)
        : alongColumns(alongRows(source, image, width, across), { ...band, stride: width * channels }, down)
    yield { top, rows, data }
  }
}

function alongRows(data: Float32Array, image: Raster, width: number, kernel: Kernel): Float32Array {
  const { channels } = image
  const { taps, first } = kernel
  const rows = data.length / (image.width * channels)
  const output = new Float32Array(rows * width * channels)
  for (let y = 0, to = 0; y < rows; y++) {
    const row = y * image.width
    for (let x = 0; x < width; x++, to += channels) {
      const start = first[x] as number
      const inside = start >= 0 && start + taps <= image.width
      if (inside && channels === 3) sumThree(data, (row + start) * 3, kernel, x, output, to)
      else sumClamped(data, { row, start, width: image.width, channels }, kernel, x, output, to)
    }
  }
  return output
}

/** The usual case: three colours whose taps all lie inside, summed side by side. */
function sumThree(
  data: Float32Array,
  from: number,
  { taps, weights }: Kernel,
  x: number,
  output: Float32Array,
  to: number,
): void {
  let [red, green, blue] = [0, 0, 0]
  for (let k = x * taps, at = from; k < (x + 1) * taps; k++, at += 3) {
    const weight = weights[k] as number
    red += weight * (data[at] as number)
    green += weight * (data[at + 1] as number)
    blue += weight * (data[at + 2] as number)
  }
  output[to] = red
  output[to + 1] = green
  output[to + 2] = blue
}

interface Place {
  /** First pixel of the row. */
  readonly row: number
  /** First tap, counted from there; may lie outside. */
  readonly start: number
  readonly width: number
  readonly channels: number
}

function sumClamped(
  data: Float32Array,
  { row, start, width, channels }: Place,
  { taps, weights }: Kernel,
  x: number,
  output: Float32Array,
  to: number,
): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0
    for (let k = 0; k < taps; k++) {
      const at = (row + clampIndex(start + k, width)) * channels + c
      sum += (weights[x * taps + k] as number) * (data[at] as number)
    }
    output[to + c] = sum
  }
}

interface BandOfRows {
  readonly top: number
  readonly rows: number
  /** First and last source row present. */
  readonly from: number
  readonly last: number
  readonly stride: number
}

function alongColumns(data: Float32Array, band: BandOfRows, { taps, first, weights }: Kernel): Float32Array {
  const { stride } = band
  const output = new Float32Array(band.rows * stride)
  for (let y = 0; y < band.rows; y++) {
    const row = output.subarray(y * stride, (y + 1) * stride)
    const i = band.top + y
    const from = (k: number) => clampIndex((first[i] as number) + k - band.from, band.last - band.from + 1) * stride
    // Two taps at a time: half the passes over the row.
    for (let k = 0; k < taps; k += 2) {
      const weight = weights[i * taps + k] as number
      const second = k + 1 < taps ? (weights[i * taps + k + 1] as number) : 0
      if (weight === 0 && second === 0) continue
      const [a, b] = [from(k), from(k + 1)]
      for (let x = 0; x < stride; x++)
        row[x] = (row[x] as number) + weight * (data[a + x] as number) + second * (data[b + x] as number)
    }
  }
  return output
}
