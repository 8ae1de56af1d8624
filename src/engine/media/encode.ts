import sharp, { type Sharp } from 'sharp'
import {
  bandHeight,
  bands,
  clamp01,
  colourChannels,
  hasAlpha,
  type Raster,
  readPackedRows,
  readRows,
} from '../../shared/image/raster.ts'
import { writeFlatTiff } from './flat-tiff.ts'
import type { OutputFormat } from './picture.ts'

export const DEFAULT_QUALITY = 95
/** Optimal Huffman tables (a few per cent smaller) need all coefficients at once: 12 bytes a pixel and more. */
const OPTIMISE_UP_TO = 24_000_000

/** How hard to try to make a file small. */
export type Effort = 'usual' | 'quick'

/** Samples ready for an encoder: gray or RGB, with or without alpha. */
interface Samples {
  readonly data: Uint8Array | Uint16Array
  readonly channels: 1 | 2 | 3 | 4
}

/** PNG and TIFF hold 16 bits; JPEG and WebP do not. */
export const depthFor = (format: OutputFormat, bitDepth: 8 | 16): 8 | 16 =>
  format === 'png' || format === 'tiff' ? bitDepth : 8

/**
 * A sharp pipeline that encodes the raster without any metadata. A packed store goes into a 16-bit file as it is; for
 * 8 bits one byte buffer of the picture's size is made, band by band.
 */
export function encoder(
  raster: Raster,
  format: OutputFormat,
  bitDepth: 8 | 16,
  quality = DEFAULT_QUALITY,
  effort: Effort = 'usual',
): Sharp {
  const depth = depthFor(format, bitDepth)
  const { data, channels } = samplesOf(raster, depth, format === 'jpeg')
  const { width, height } = raster
  const input = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
  return written(inItsSpace(input, { channels, depth }), format, quality, width * height, effort)
}

/**
 * The same for a spooled raster, which never is in memory as a whole: its samples are laid flat on disk first, where
 * libvips reads them strip by strip.
 * @param path of a file that must not exist yet; the caller removes it when the pipeline has run
 */
export async function encoderThroughDisk(
  raster: Raster,
  path: string,
  format: OutputFormat,
  bitDepth: 8 | 16,
  quality = DEFAULT_QUALITY,
): Promise<Sharp> {
  const depth = depthFor(format, bitDepth)
  const flat = format === 'jpeg'
  const { width, height } = raster
  const channels = channelsOf(raster, flat)
  const pieces = bandsOf(raster, depth, flat)
  await writeFlatTiff(path, { width, height, channels, depth }, pieces)
  const input = sharp(path, { limitInputPixels: false, unlimited: true, sequentialRead: true })
  return written(inItsSpace(input, { channels, depth }), format, quality, width * height)
}

/** JPEG without subsampling: colour keeps its full resolution. */
export const jpegOf = (input: Sharp, pixels: number, quality = DEFAULT_QUALITY): Sharp =>
  input.jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: pixels <= OPTIMISE_UP_TO })

interface Kind {
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16
}

/** Samples in the colour space that their channels and depth mean. */
function inItsSpace(samples: Sharp, { channels, depth }: Kind): Sharp {
  const gray = depth === 16 ? 'grey16' : 'b-w'
  const colour = depth === 16 ? 'rgb16' : 'srgb'
  return samples.toColourspace(channels < 3 ? gray : colour)
}

/** A sharp pipeline that ends in this format. */
export function written(
  input: Sharp,
  format: OutputFormat,
  quality: number,
  pixels: number,
  effort: Effort = 'usual',
): Sharp {
  switch (format) {
    case 'jpeg':
      return jpegOf(input, pixels, quality)
    case 'png':
      return effort === 'quick'
        ? input.png({ compressionLevel: 1 })
        : input.png({ compressionLevel: 6, adaptiveFiltering: true })
    case 'tiff':
      return input.tiff({ compression: 'deflate', predictor: 'horizontal' })
    case 'webp':
      return input.webp({ quality, smartSubsample: true })
  }
}

/** @param flat lays transparent pixels over white, for formats without alpha */
function samplesOf(raster: Raster, depth: 8 | 16, flat: boolean): Samples {
  const { store, file } = raster
  const channels = channelsOf(raster, flat)
  if (depth === 16 && !file && store instanceof Uint16Array) return { data: store, channels }
  const count = raster.width * raster.height * channels
  const data = depth === 16 ? new Uint16Array(count) : new Uint8Array(count)
  let at = 0
  for (const piece of bandsOf(raster, depth, flat)) {
    data.set(piece, at)
    at += piece.length
  }
  return { data, channels }
}

const flattens = (raster: Raster, flat: boolean) => flat && hasAlpha(raster)
const channelsOf = (raster: Raster, flat: boolean) =>
  flattens(raster, flat) ? colourChannels(raster) : raster.channels

/** What the encoder gets, from top to bottom. */
function* bandsOf(raster: Raster, depth: 8 | 16, flat: boolean): Generator<Uint8Array | Uint16Array> {
  if (flattens(raster, flat)) {
    for (const { data } of bands(raster)) yield overWhite(data, colourChannels(raster))
    return
  }
  const height = bandHeight(raster.width)
  for (let top = 0; top < raster.height; top += height) {
    const rows = Math.min(height, raster.height - top)
    const packed = readPackedRows(raster, top, rows)
    if (packed) yield depth === 16 ? packed : halved(packed)
    else {
      const data = readRows(raster, top, rows)
      yield depth === 16
        ? quantised(data, new Uint16Array(data.length), 65535)
        : quantised(data, new Uint8Array(data.length), 255)
    }
  }
}

/** 16 bits to 8, rounded: what going through floats gives, in a third of the time. */
function halved(samples: Uint16Array): Uint8Array {
  const levels = new Uint8Array(samples.length)
  for (let i = 0; i < levels.length; i++) levels[i] = ((samples[i] as number) + 128) / 257
  return levels
}

function quantised<T extends Uint8Array | Uint16Array>(samples: Float32Array, levels: T, most: number): T {
  for (let i = 0; i < samples.length; i++) levels[i] = Math.round(clamp01(samples[i] as number) * most)
  return levels
}

function overWhite(band: Float32Array, colours: 1 | 3): Uint8Array {
  const data = new Uint8Array((band.length / (colours + 1)) * colours)
  let at = 0
  for (let i = 0; i < band.length; i += colours + 1) {
    const alpha = clamp01(band[i + colours] as number)
    for (let c = 0; c < colours; c++) {
      data[at++] = Math.round((clamp01(band[i + c] as number) * alpha + 1 - alpha) * 255)
    }
  }
  return data
}
