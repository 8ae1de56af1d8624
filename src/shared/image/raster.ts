/**
 * Pixels inside the engine: interleaved samples, sRGB-encoded (or in the source's own RGB encoding), nominally 0..1.
 *
 * Small pictures are held as float32. Big ones are *packed* into 16 bits per sample (0..65535 stands for 0..1), which
 * halves their memory and still carries a 16-bit scan exactly; values outside 0..1 are clipped when packed. Huge results
 * are *spooled*: packed, but into a file. Operations never look at `store`: they read and write bands of rows as float32,
 * so all kinds look the same to them.
 */
export type Channels = 1 | 2 | 3 | 4

export interface Raster {
  readonly width: number
  readonly height: number
  /** 1 gray, 2 gray + alpha, 3 RGB, 4 RGBA. Alpha is never premultiplied. */
  readonly channels: Channels
  /** Empty when the samples lie in `file` or in `planes`. */
  readonly store: Float32Array | Uint16Array
  readonly file?: SampleFile
  readonly planes?: SamplePlanes
}

/** Samples as a network gives them, colour by colour; put side by side where they are read, and only what is read. */
export interface SamplePlanes {
  /** Fills `into` with interleaved samples from sample `start` on. */
  copy(start: number, into: Float32Array): void
  /** Lets the network use the memory again; nothing can be read any more. To be called at most once, or not at all. */
  giveBack(): void
}

/** Samples 0..65535 outside of memory, addressed by their index. */
export interface SampleFile {
  /** The samples from `start` on, in a new array. */
  read(start: number, count: number): Uint16Array
  write(start: number, samples: Uint16Array): void
}

/** Above this many samples a raster is packed: 48 M samples are 192 MB as float32. */
export const PACK_ABOVE_SAMPLES = 48_000_000
const PACKED_MAX = 65535

export const isPacked = (raster: Raster): boolean => raster.store instanceof Uint16Array
export const hasAlpha = (raster: { readonly channels: Channels }): boolean => raster.channels % 2 === 0
/** Channels that carry colour: 1 or 3. */
export const colourChannels = (raster: { readonly channels: Channels }): 1 | 3 => (raster.channels < 3 ? 1 : 3)

export function createRaster(width: number, height: number, channels: Channels, packed?: boolean): Raster {
  const samples = width * height * channels
  const store = (packed ?? samples > PACK_ABOVE_SAMPLES) ? new Uint16Array(samples) : new Float32Array(samples)
  return { width, height, channels, store }
}

/** Wraps interleaved float samples without copying. @throws RangeError when the length does not fit */
export function rasterOf(width: number, height: number, channels: Channels, data: Float32Array): Raster {
  if (data.length !== width * height * channels) throw new RangeError('samples do not fit the size of the raster')
  return { width, height, channels, store: data }
}

/** Makes an empty raster: in memory, or where the pipeline wants big ones. */
export type CreateRaster = (width: number, height: number, channels: Channels) => Raster

/** Rows `top` to `top + count` as float32. For a float raster this is a view, not a copy: treat it as read-only. */
export function readRows(raster: Raster, top: number, count: number): Float32Array {
  const stride = raster.width * raster.channels
  if (raster.planes) {
    const floats = new Float32Array(count * stride)
    raster.planes.copy(top * stride, floats)
    return floats
  }
  const slice = raster.file
    ? raster.file.read(top * stride, count * stride)
    : raster.store.subarray(top * stride, (top + count) * stride)
  if (slice instanceof Float32Array) return slice
  const floats = new Float32Array(slice.length)
  for (let i = 0; i < slice.length; i++) floats[i] = (slice[i] as number) / PACKED_MAX
  return floats
}

/** Rows as the 16 bits they are kept in; undefined for a raster of floats. A view where it lies in memory: read only. */
export function readPackedRows(raster: Raster, top: number, count: number): Uint16Array | undefined {
  const stride = raster.width * raster.channels
  if (raster.file) return raster.file.read(top * stride, count * stride)
  return raster.store instanceof Uint16Array ? raster.store.subarray(top * stride, (top + count) * stride) : undefined
}

/** Writes interleaved float rows at `top`. */
export const writeRows = (raster: Raster, top: number, rows: Float32Array): void => writePart(raster, 0, top, rows)

/** Writes interleaved float samples from pixel `left` of row `top` on. They may run over the ends of rows. */
export function writePart(raster: Raster, left: number, top: number, samples: Float32Array): void {
  const start = (top * raster.width + left) * raster.channels
  const { store, file } = raster
  if (file) file.write(start, pack(samples, new Uint16Array(samples.length), 0))
  else if (store instanceof Float32Array) store.set(samples, start)
  else pack(samples, store, start)
}

interface Place {
  readonly left: number
  readonly top: number
}

/** Copies `count` pixels of a row from one raster into a row of another that has as many channels. */
export function copyPart(from: Raster, source: Place, to: Raster, target: Place, count: number): void {
  const { channels, planes } = from
  const length = count * channels
  if (!planes) {
    const row = readRows(from, source.top, 1)
    writePart(to, target.left, target.top, row.subarray(source.left * channels, source.left * channels + length))
    return
  }
  const start = (source.top * from.width + source.left) * channels
  const at = (target.top * to.width + target.left) * channels
  const room = to.store instanceof Float32Array && to.store.length > 0 ? to.store.subarray(at, at + length) : undefined
  const samples = room ?? new Float32Array(length)
  planes.copy(start, samples)
  if (!room) writePart(to, target.left, target.top, samples)
}

function pack(samples: Float32Array, store: Uint16Array, start: number): Uint16Array {
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] as number
    // Rounds half up; what is no number becomes 0.
    store[start + i] = value > 0 ? (value < 1 ? value * PACKED_MAX + 0.5 : PACKED_MAX) : 0
  }
  return store
}

/** All samples as float32: a view for a float raster, a copy for a packed one. */
export const toFloats = (raster: Raster): Float32Array => readRows(raster, 0, raster.height)

export const clamp01 = (value: number): number => (value > 0 ? (value < 1 ? value : 1) : 0)

/** About a megapixel per band keeps loops in cache and memory bounded at any picture size. */
const BAND_PIXELS = 1 << 20
export const bandHeight = (width: number): number => Math.max(1, Math.floor(BAND_PIXELS / width))

export interface Band {
  readonly top: number
  readonly rows: number
  readonly data: Float32Array
}

/** Walks a raster from top to bottom in bands of about one megapixel. */
export function* bands(raster: Raster, height = bandHeight(raster.width)): Generator<Band> {
  for (let top = 0; top < raster.height; top += height) {
    const rows = Math.min(height, raster.height - top)
    yield { top, rows, data: readRows(raster, top, rows) }
  }
}

/**
 * A new raster made band by band. `fill` gets fresh output rows (zeroed) and the matching input rows.
 * @param channels of the result; the input's when left out
 * @param create makes the result; in memory when left out
 */
export function mapBands(
  raster: Raster,
  fill: (output: Float32Array, band: Band) => void,
  channels: Channels = raster.channels,
  create: CreateRaster = createRaster,
): Raster {
  const result = create(raster.width, raster.height, channels)
  for (const band of bands(raster)) {
    const output = new Float32Array(band.rows * raster.width * channels)
    fill(output, band)
    writeRows(result, band.top, output)
  }
  return result
}

/** Rec. 709 luma weights on encoded values: what "lightness" means throughout the engine. */
export const LUMA = [0.2126, 0.7152, 0.0722] as const

/** A rectangle cut out of a raster; parts outside are filled by reflection (edge pixel not repeated). */
export function cutReflected(raster: Raster, left: number, top: number, width: number, height: number): Raster {
  const { channels } = raster
  const output = new Float32Array(width * height * channels)
  // Columns inside are copied as they lie; only those beyond the border are looked for one by one.
  const inner = Math.min(width, Math.max(0, -left))
  const outer = Math.max(inner, Math.min(width, raster.width - left))
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => x < inner || x >= outer)
  for (let y = 0; y < height; y++) {
    const row = readRows(raster, reflect(top + y, raster.height), 1)
    const at = y * width * channels
    if (outer > inner)
      output.set(row.subarray((left + inner) * channels, (left + outer) * channels), at + inner * channels)
    for (const x of columns) {
      const from = reflect(left + x, raster.width) * channels
      for (let c = 0; c < channels; c++) output[at + x * channels + c] = row[from + c] as number
    }
  }
  return { width, height, channels, store: output }
}

/** Mirrors an index into 0..length-1 without repeating the edge: -1 becomes 1. Works for any distance, also length 1. */
export function reflect(index: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const folded = ((index % period) + period) % period
  return folded < length ? folded : period - folded
}
