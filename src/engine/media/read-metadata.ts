import { readHeader } from './decode.ts'
import { metadataOf } from './open.ts'
import type { PictureMetadata } from './picture.ts'
import { type Input, withSource } from './source.ts'

/** What a file says about its picture, without decoding it. */
export function readMetadata(input: Input): Promise<PictureMetadata> {
  return withSource(input, async (source) => metadataOf(source, await readHeader(source)))
}
