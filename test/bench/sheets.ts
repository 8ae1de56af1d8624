import { existsSync, mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import sharp from 'sharp'
import { familyAlbum } from '../../resources/sample/prints.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import { resample } from '../../src/engine/pipeline/resample.ts'
import { createRaster, type Raster, toFloats } from '../../src/shared/image/raster.ts'
import { apply, has, sessions } from './apply.ts'
import { damage } from './yardsticks/damage.ts'

/** One row of a sheet: before, mask, after, side by side. */
const TILE = 420
const PER_SHEET = 6

/**
 * `npm run bench:sheets [-- drawn | <folder of photos>]`: contact sheets of repairs, before, mask and after.
 * Photos of other people never come into the repository: sheets go to `out/sheets`, which git ignores. `drawn` takes
 * prints of our own drawing, damaged by ourselves; that sheet may be shown in docs/.
 */
export async function run([source]: string[]): Promise<void> {
  if (!has('scratch-detect', 'inpaint-thin')) return
  const out = resolve(import.meta.dirname, '../../out/sheets')
  mkdirSync(out, { recursive: true })
  if (source === 'drawn') await writeSheet(join(out, 'drawn.jpg'), await drawnPrints())
  else await sheetsOf(source ?? resolve(import.meta.dirname, '../../../shared/data/old-photos'), out)
  await sessions.release()
}

async function drawnPrints(): Promise<Raster[]> {
  const album = (await familyAlbum()).slice(0, 4)
  const prints = await Promise.all(
    album.map(async ({ name, buffer }) => (await openPicture({ name, bytes: buffer })).raster),
  )
  return prints.map((print, i) => damage(print, i + 40).image)
}

async function sheetsOf(folder: string, out: string): Promise<void> {
  if (!existsSync(folder)) return console.log('skipped: no shared data (name a folder of photos)')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const groups = new Map<string, string[]>()
  for (const entry of entries.filter((each) => each.isFile() && /\.(jpe?g|png|webp)$/i.test(each.name)).sort(byPath))
    groups.set(entry.parentPath, [...(groups.get(entry.parentPath) ?? []), join(entry.parentPath, entry.name)])
  for (const [parent, files] of groups) {
    const few = files.filter((_, i) => i % Math.ceil(files.length / PER_SHEET) === 0)
    const photos = await Promise.all(few.map(async (file) => fitted((await openPicture(file)).raster)))
    await writeSheet(join(out, `${basename(parent)}.jpg`), photos)
  }
}

const byPath = (a: { parentPath: string; name: string }, b: { parentPath: string; name: string }) =>
  join(a.parentPath, a.name).localeCompare(join(b.parentPath, b.name))

/** Large scans as they are looked at: at most 1600 pixels. */
function fitted(image: Raster): Promise<Raster> | Raster {
  const shrink = 1600 / Math.max(image.width, image.height)
  if (shrink >= 1) return image
  return resample(image, { width: Math.round(image.width * shrink), height: Math.round(image.height * shrink) })
}

async function writeSheet(file: string, photos: readonly Raster[]): Promise<void> {
  const rows = await Promise.all(
    photos.map(async (photo) => {
      const { picture, invention } = await apply(photo, 'repair-scratches', {})
      return Promise.all([photo, invention ?? createRaster(1, 1, 1), picture.raster].map(tile))
    }),
  )
  const layers = rows.flatMap((row, y) => row.map((input, x) => ({ input, left: x * (TILE + 8), top: y * (TILE + 8) })))
  await sharp({
    create: { width: 3 * (TILE + 8), height: rows.length * (TILE + 8), channels: 3, background: '#fff' },
  })
    .composite(layers)
    .jpeg({ quality: 88 })
    .toFile(file)
  console.log(file)
}

async function tile({ width, height, channels, ...image }: Raster): Promise<Buffer> {
  const samples = toFloats({ width, height, channels, ...image })
  const bytes = Buffer.from(Uint8Array.from(samples, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255)))
  return sharp(bytes, { raw: { width, height, channels } })
    .resize({ width: TILE, height: TILE, fit: 'contain', background: '#888' })
    .toColourspace('srgb')
    .removeAlpha()
    .png()
    .toBuffer()
}
