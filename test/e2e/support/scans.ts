import sharp from 'sharp'
import { oldPhoto, type PictureFile } from './pictures.ts'

/** A page of an album on the bed of a scanner, with four prints on it, not quite straight. */
export async function scannedPage(name: string): Promise<PictureFile> {
  const places = [
    [60, 70, 0],
    [520, 90, 4],
    [80, 500, -3],
    [540, 520, 2],
  ] as const
  const prints = await Promise.all(
    places.map(async ([left, top, angle], i) => {
      const { buffer } = await oldPhoto('print.jpg', { seed: i + 20, width: 400, height: 300 })
      const input = await sharp(buffer).rotate(angle, { background: '#f6f5f2' }).toBuffer()
      return { input, left, top }
    }),
  )
  const buffer = await sharp({ create: { width: 1000, height: 900, channels: 3, background: '#f6f5f2' } })
    .composite(prints)
    .jpeg({ quality: 92 })
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}
