import { closeSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { colourChannels, type Raster } from '../../shared/image/raster.ts'
import { assemble } from './assemble.ts'
import { writeAtomically } from './atomic.ts'
import { bytesOf, bytesOfFile } from './bytes.ts'
import { type CreateFile, createFile } from './disk.ts'
import { embedders } from './embed/embed.ts'
import type { Embedded } from './embed/pieces.ts'
import { DEFAULT_QUALITY, depthFor, type Effort, encoder, encoderThroughDisk } from './encode.ts'
import { restoredExif } from './exif/edit.ts'
import { type ExifTree, emptyTree, TAG } from './exif/model.ts'
import { parseExif } from './exif/parse.ts'
import { serialiseExif } from './exif/serialise.ts'
import { without } from './exif/values.ts'
import { profileFits } from './icc.ts'
import { requireFits } from './limits.ts'
import type { OutputFormat, Picture } from './picture.ts'
import { requireFreePlace } from './protect.ts'
import { buildXmp, type Provenance } from './provenance.ts'
import { verifyOutput } from './verify-output.ts'

export interface SaveOptions {
  readonly format: OutputFormat
  /** 1..100, for JPEG and WebP; 95 when left out. */
  readonly quality?: number | undefined
  /** `quick` makes a PNG in a fifth of the time that is a little larger: for what is looked at once. */
  readonly effort?: Effort | undefined
  readonly provenance?: Provenance | undefined
  /** False leaves out people, places, devices and the source's texts; the date stays. True when left out. */
  readonly keepPrivateData?: boolean | undefined
  /** Replace a file that is there already. False when left out. */
  readonly overwrite?: boolean | undefined
  /** Files never written over, whatever `overwrite` says: the originals. */
  readonly protect?: readonly string[] | undefined
  /** How the file is written; tests let the disk run full here. */
  readonly create?: CreateFile | undefined
}

export interface SavedFile {
  readonly bytes: number
  readonly sha256: string
}

/** What one JPEG segment holds beside its mark; the others hold more. */
const JPEG_XMP_BYTES = 65_000
const JPEG_EXIF_BYTES = 65_500

/**
 * Writes a picture: PNG and TIFF with its bit depth, JPEG (4:4:4, transparency laid over white) and WebP with 8 bits,
 * with its profile, its EXIF made true for the restored picture, and its provenance. The file appears complete, read
 * back once, or not at all.
 * @throws AppError output-too-large, would-overwrite, disk-full, no-permission, file-missing (the folder), result-insane
 */
export async function savePicture(picture: Picture, file: string, options: SaveOptions): Promise<SavedFile> {
  const { format, overwrite = false, protect = [] } = options
  const { raster } = picture
  const depth = depthFor(format, picture.bitDepth)
  requireFits(format, raster.width, raster.height, raster.width * raster.height * raster.channels * (depth / 8))
  await requireFreePlace(file, overwrite, protect)
  const metadata = embeddedMetadata(picture, options)
  return writeAtomically(file, overwrite, async (temporary, encoded) => {
    // Until it is written, the temporary place is free for what a huge picture needs on the way.
    await encodeTo(encoded, picture, options, metadata, temporary)
    const saved = await finish(temporary, encoded, format, metadata, options.create ?? createFile)
    await rm(encoded, { force: true })
    const { width, height } = raster
    await verifyOutput(temporary, basename(file), {
      format,
      width,
      height,
      depth,
      hasProfile: metadata.icc !== undefined,
    })
    return saved
  })
}

async function encodeTo(
  path: string,
  picture: Picture,
  options: SaveOptions,
  metadata: Embedded,
  spare: string,
): Promise<void> {
  const { format, quality, effort } = options
  const { raster, bitDepth } = picture
  const { icc } = picture.metadata
  if (format === 'webp' && icc && !metadata.icc && profileFits(icc, colourChannels(raster))) {
    const image = await grayThroughProfile(raster, bitDepth, icc)
    await image.webp({ quality: quality ?? DEFAULT_QUALITY, smartSubsample: true }).toFile(path)
  } else if (raster.file) {
    const image = await encoderThroughDisk(raster, spare, format, bitDepth, quality)
    await image.toFile(path)
    await rm(spare)
  } else await encoder(raster, format, bitDepth, quality, effort).toFile(path)
}

/** WebP is always RGB and cannot carry a gray profile: the samples are converted to sRGB through it. */
async function grayThroughProfile(raster: Raster, bitDepth: 8 | 16, icc: Buffer): Promise<Sharp> {
  const png = await encoder(raster, 'png', bitDepth).toBuffer()
  const pieces = embedders.png(bytesOf(png), { icc })
  const tagged = pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : png.subarray(piece.from, piece.to)))
  return sharp(Buffer.concat(tagged), { limitInputPixels: false })
}

async function finish(path: string, encoded: string, format: OutputFormat, metadata: Embedded, create: CreateFile) {
  const descriptor = openSync(encoded, 'r')
  try {
    const bytes = bytesOfFile(descriptor)
    return await assemble(path, bytes, embedders[format](bytes, metadata), create)
  } finally {
    closeSync(descriptor)
  }
}

function embeddedMetadata({ raster, metadata }: Picture, options: SaveOptions): Embedded {
  const { format, provenance, keepPrivateData = true } = options
  const { width, height } = raster
  const { density } = metadata
  const colours = format === 'webp' ? 3 : colourChannels(raster)
  const source = metadata.exif && parseExif(bytesOf(metadata.exif))
  const tree = source && restoredExif(source, { width, height, density, keepPrivateData })
  const maxBytes = format === 'jpeg' ? JPEG_XMP_BYTES : 16 << 20
  return {
    // A profile of another kind than the samples (gray scan, colourised since) would be wrong: untagged means sRGB.
    icc: metadata.icc && profileFits(metadata.icc, colours) ? metadata.icc : undefined,
    exif: tree ? fitting(tree, format) : densityOnly(density, width, height),
    xmp: buildXmp(metadata, provenance, { keepPrivateData, maxBytes }),
    density,
  }
}

/** EXIF in a JPEG ends at 64 kB; a maker note (previews, settings of the camera) is what can be missed. */
function fitting(tree: ExifTree, format: OutputFormat): Buffer {
  const whole = serialiseExif(tree)
  if (format !== 'jpeg' || whole.length <= JPEG_EXIF_BYTES) return whole
  return serialiseExif({ ...tree, exif: without(tree.exif, new Set([TAG.makerNote])) })
}

/** A source without EXIF still has a size on paper, which WebP and TIFF tell by EXIF tags only. */
function densityOnly(density: number | undefined, width: number, height: number): Buffer | undefined {
  if (density === undefined) return undefined
  return serialiseExif(restoredExif(emptyTree, { width, height, density, keepPrivateData: true }))
}
