import sharp, { type Sharp } from 'sharp'
import { bands, clamp01, colourChannels, hasAlpha, type Raster } from '../../shared/image/raster.ts'
import type { OutputFormat } from './picture.ts'

export const DEFAULT_QUALITY = 95
/** Optimal Huffman tables (a few per cent smaller) need all coefficients at once: 12 bytes a pixel and more. */
const OPTIMISE_UP_TO = 24_000_000

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
export function encoder(raster: Raster, format: OutputFormat, bitDepth: 8 | 16, quality = DEFAULT_QUALITY): Sharp {
  const depth = depthFor(format, bitDepth)
  const samples = depth === 16 ? as16(raster) : as8(raster, format === 'jpeg')
  const { width, height } = raster
  const isGray = samples.channels < 3
  const gray = depth === 16 ? 'grey16' : 'b-w'
  const colour = depth === 16 ? 'rgb16' : 'srgb'
  const input = sharp(samples.data, { raw: { width, height, channels: samples.channels }, limitInputPixels: false })
  return written(input.toColourspace(isGray ? gray : colour), format, quality, width * height)
}

/** JPEG without subsampling: colour keeps its full resolution. */
export const jpegOf = (input: Sharp, pixels: number, quality = DEFAULT_QUALITY): Sharp =>
  input.jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: pixels <= OPTIMISE_UP_TO })

/** A sharp pipeline that ends in this format. */
export function written(input: Sharp, format: OutputFormat, quality: number, pixels: number): Sharp {
  switch (format) {
    case 'jpeg':
      return jpegOf(input, pixels, quality)
    case 'png':
      return input.png({ compressionLevel: 6, adaptiveFiltering: true })
    case 'tiff':
      return input.tiff({ compression: 'deflate', predictor: 'horizontal' })
    case 'webp':
      return input.webp({ quality, smartSubsample: true })
  }
}

function as16(raster: Raster): Samples {
  const { store, channels } = raster
  if (store instanceof Uint16Array) return { data: store, channels }
  const data = new Uint16Array(store.length)
  for (let i = 0; i < data.length; i++) data[i] = Math.round(clamp01(store[i] as number) * 65535)
  return { data, channels }
}

/** @param flat lays transparent pixels over white, for formats without alpha */
function as8(raster: Raster, flat: boolean): Samples {
  const flattens = flat && hasAlpha(raster)
  const colours = colourChannels(raster)
  const channels = flattens ? colours : raster.channels
  const data = new Uint8Array(raster.width * raster.height * channels)
  let at = 0
  for (const band of bands(raster)) {
    if (flattens) at = overWhite(band.data, colours, data, at)
    else for (const value of band.data) data[at++] = Math.round(clamp01(value) * 255)
  }
  return { data, channels }
}

function overWhite(band: Float32Array, colours: 1 | 3, data: Uint8Array, start: number): number {
  let at = start
  for (let i = 0; i < band.length; i += colours + 1) {
    const alpha = clamp01(band[i + colours] as number)
    for (let c = 0; c < colours; c++) {
      data[at++] = Math.round((clamp01(band[i + c] as number) * alpha + 1 - alpha) * 255)
    }
  }
  return at
}
