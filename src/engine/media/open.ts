import { AppError } from '../../shared/errors.ts'
import { type Channels, createRaster, PACK_ABOVE_SAMPLES, type Raster } from '../../shared/image/raster.ts'
import { bytesOf } from './bytes.ts'
import { decodeFailure, decoder, type Header, readHeader } from './decode.ts'
import { densityOf } from './exif/density.ts'
import { withoutStructure } from './exif/edit.ts'
import { parseExif } from './exif/parse.ts'
import { serialiseExif } from './exif/serialise.ts'
import type { Picture, PictureMetadata } from './picture.ts'
import { type Input, type Source, withSource } from './source.ts'

/**
 * Decodes a picture file: first frame, upright, alpha kept, all bits kept. RGB and gray stay in the encoding of their
 * profile, which is carried along, so that an unedited round trip is exact; CMYK, Lab and floating point become sRGB.
 * A big picture is packed and decoded straight into its store.
 * @param packAbove samples of a picture that counts as big; one of which only parts are wanted is opened faster packed
 * @throws AppError file-missing, file-empty, file-truncated, file-unreadable, file-too-large, format-unsupported,
 *   film-not-yet, no-permission, out-of-memory
 */
export function openPicture(input: Input, packAbove = PACK_ABOVE_SAMPLES): Promise<Picture> {
  return withSource(input, async (source) => {
    const header = await readHeader(source)
    const raster = await decodeRaster(source, header, packAbove)
    return { raster, bitDepth: header.bitDepth, metadata: metadataOf(source, header) }
  })
}

/**
 * Everything is decoded as 16 bits: libvips widens 8 bits to `value << 8 | …`, so the upper byte is exact, and one way
 * serves all. (Its 8-bit raw output of gray drops alpha.)
 */
async function decodeRaster(source: Source, header: Header, packAbove: number): Promise<Raster> {
  const gray = header.isGray && header.keepsEncoding
  const { data, info } = await decoder(source, header)
    .toColourspace(gray ? 'grey16' : 'rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw decodeFailure(source, error)
    })
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
  if (info.channels < 1 || info.channels > 4 || samples.length !== info.width * info.height * info.channels) {
    throw new AppError('file-unreadable', `“${source.name}” is damaged and cannot be opened.`, { name: source.name })
  }
  const { width, height, channels } = info
  if (samples.length > packAbove) return { width, height, channels, store: packed(samples, header.bitDepth) }
  return toRaster(samples, width, height, channels, header.bitDepth)
}

/** In place: 8-bit value v stands for v / 255 = (v * 257) / 65535. */
function packed(samples: Uint16Array, bitDepth: 8 | 16): Uint16Array {
  if (bitDepth === 8) for (let i = 0; i < samples.length; i++) samples[i] = ((samples[i] as number) >> 8) * 257
  return samples
}

function toRaster(samples: Uint16Array, width: number, height: number, channels: Channels, bitDepth: 8 | 16): Raster {
  const raster = createRaster(width, height, channels, false)
  const { store } = raster
  if (bitDepth === 8) for (let i = 0; i < samples.length; i++) store[i] = ((samples[i] as number) >> 8) / 255
  else for (let i = 0; i < samples.length; i++) store[i] = (samples[i] as number) / 65535
  return raster
}

const EXIF_MARK = Buffer.from('Exif\0\0', 'latin1')

export function metadataOf(source: Source, { metadata, keepsEncoding }: Header): PictureMetadata {
  const { icc, xmp, iptc } = metadata
  const exif = readExif(source, metadata.exif)
  const tree = exif && parseExif(bytesOf(exif))
  const density = metadata.density ?? (tree && densityOf(tree))
  return {
    ...(icc && keepsEncoding && { icc }),
    ...(exif && { exif }),
    ...(xmp && { xmp }),
    ...(iptc && { iptc }),
    ...(density !== undefined && density > 0 && { density }),
  }
}

/** A TIFF file is itself the structure EXIF borrows: what describes its pixels is left behind. */
function readExif(source: Source, found: Buffer | undefined): Buffer | undefined {
  if (found) return found.subarray(0, EXIF_MARK.length).equals(EXIF_MARK) ? found.subarray(EXIF_MARK.length) : found
  const tree = source.kind === 'tiff' ? parseExif(source.bytes) : undefined
  const described = tree && withoutStructure(tree)
  const isEmpty = !described || described.ifd0.length + described.exif.length + described.gps.length === 0
  return isEmpty ? undefined : serialiseExif(described)
}
