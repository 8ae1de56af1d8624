import sharp from 'sharp'
import { PACKET_START } from './xmp/write.ts'

/**
 * True for a file that Daguerre wrote and nobody changed the description of since: only such a file may be replaced by
 * a newer result without asking. Programs that save a changed picture write its XMP packet anew, in their own way.
 */
export async function isOwnWork(file: string): Promise<boolean> {
  const xmp = await sharp(file, { limitInputPixels: false })
    .metadata()
    .then(
      (metadata) => metadata.xmp?.toString('utf8') ?? '',
      () => '',
    )
  return xmp.startsWith(PACKET_START) && xmp.includes('<xmp:CreatorTool>Daguerre ')
}
