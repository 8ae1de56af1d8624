import { readHeader } from './decode.ts'
import type { PictureKind } from './sniff.ts'
import { type Input, withSource } from './source.ts'

export interface PictureProbe {
  /** In pixels, after orientation. */
  readonly width: number
  readonly height: number
  readonly format: PictureKind
  readonly bitDepth: 8 | 16
  /** Channels as opened: 1 gray, 2 gray + alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4
  readonly hasAlpha: boolean
  /** EXIF orientation 1..8 of the file. */
  readonly orientation: number
  readonly hasProfile: boolean
  /** More than one frame or page; the first is used. */
  readonly animated: boolean
}

/** Reads the header of a picture. Does not notice that pixels are missing or damaged: opening does. */
export function probePicture(input: Input): Promise<PictureProbe> {
  return withSource(input, async (source) => {
    const header = await readHeader(source)
    const { metadata } = header
    const colours = header.isGray && header.keepsEncoding ? 1 : 3
    return {
      width: header.width,
      height: header.height,
      format: source.kind,
      bitDepth: header.bitDepth,
      channels: (colours + (metadata.hasAlpha ? 1 : 0)) as PictureProbe['channels'],
      hasAlpha: metadata.hasAlpha,
      orientation: metadata.orientation ?? 1,
      hasProfile: metadata.hasProfile,
      animated: (metadata.pages ?? 1) > 1,
    }
  })
}
