import { exportFormats } from '../../shared/engine.ts'
import type { Raster } from '../../shared/image/raster.ts'

/** What a file says about its picture beside the pixels. All of it is the source's own, not yet edited for saving. */
export interface PictureMetadata {
  /** ICC profile the samples are encoded in; none means sRGB (or gray with the sRGB curve). */
  readonly icc?: Buffer
  /** EXIF as a TIFF structure, without the `Exif\0\0` that JPEG puts before it. Orientation is still the source's. */
  readonly exif?: Buffer
  /** XMP packet, UTF-8. */
  readonly xmp?: Buffer
  /** IPTC-IIM records, or the Photoshop resource block holding them. */
  readonly iptc?: Buffer
  /** Pixels per inch. */
  readonly density?: number
}

/** A picture in memory, upright. RGB and gray samples are in the file's own encoding (`metadata.icc`). */
export interface Picture {
  readonly raster: Raster
  /** Depth of the source: decides what PNG and TIFF are written with. */
  readonly bitDepth: 8 | 16
  readonly metadata: PictureMetadata
}

export const outputFormats = exportFormats
export type OutputFormat = (typeof outputFormats)[number]
