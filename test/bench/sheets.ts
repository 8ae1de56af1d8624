import { existsSync, mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import sharp from 'sharp'
import { familyAlbum } from '../../resources/sample/prints.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import { splitAlpha } from '../../src/engine/pipeline/alpha.ts'
import { resample } from '../../src/engine/pipeline/resample.ts'
import { FACE_GENERATOR } from '../../src/operations/support/faces/models.ts'
import { createRaster, type Raster, toFloats } from '../../src/shared/image/raster.ts'
import { apply, has, models, sessions } from './apply.ts'
import { smallFace } from './sections/imagining.ts'
import { colourPrint, dressesAndWalls } from './yardsticks/colour-print.ts'
import { damage } from './yardsticks/damage.ts'
import { ageing, faded } from './yardsticks/fading.ts'

/** One row of a sheet: pictures side by side. */
const TILE = 420
const PER_SHEET = 6

/**
 * `npm run bench:sheets [-- [colour|fading|imagine] drawn | <folder of photos>]`: contact sheets of repairs (before, mask and
 * after), of colours (before, as set, two other variants, vivid), or of dyes that were faded for the purpose (before they
 * faded, after, and brought back by `recover-tone`, by measuring, by the network). Photos of other people never come into
 * the repository: sheets go to `out/sheets`, which git ignores. `drawn` takes prints of our own drawing; those sheets are
 * shown in docs/pictures.
 */
export async function run(named: string[]): Promise<void> {
  if (named[0] === 'imagine') return imaginedSheets(named[1])
  const kind = kinds[named[0] ?? ''] ?? repair
  const [source] = kind === repair ? named : named.slice(1)
  if (!has(...kind.needs)) return
  const out = resolve(import.meta.dirname, '../../out/sheets')
  mkdirSync(out, { recursive: true })
  if (source === 'drawn' && kind.drawn) await writeSheet(join(out, `${kind.name}drawn.jpg`), await kind.drawn(), kind)
  else await sheetsOf(source ?? resolve(import.meta.dirname, '../../../shared/data/old-photos'), out, kind)
  await sessions.release()
}

/** Of faces: the picture, the pixels taken as known, and four strangers. Needs a generator, ours or that of `DAGUERRE_MODELS`. */
async function imaginedSheets(folder = resolve(import.meta.dirname, '../../../shared/data/eval/faces-interfaces')) {
  const generator = models.list().find(({ task }) => task === 'imagine-face')
  if (!generator || !has('face-detect')) return console.log('skipped: there is no generator of faces')
  const model = generator.id === FACE_GENERATOR ? 'auto' : generator.id
  const row = async (photo: Raster): Promise<readonly Raster[]> => {
    const small = await smallFace(photo, 16, model)
    if (!small) return [photo]
    const made: Raster[] = [photo, small]
    for (let variant = 0; variant < 4; variant++)
      made.push((await apply(small, 'imagine-face', { variant, model })).picture.raster)
    return made
  }
  const out = resolve(import.meta.dirname, '../../out/sheets')
  mkdirSync(out, { recursive: true })
  await sheetsOf(folder, out, { name: 'imagined-', needs: [], row })
  await sessions.release()
}

interface Kind {
  readonly name: string
  /** Networks that have to be there. */
  readonly needs: readonly string[]
  /** Prints of our own drawing, for a sheet that may be shown. */
  readonly drawn?: () => Promise<readonly Raster[]>
  /** The pictures of a row. */
  readonly row: (photo: Raster) => Promise<readonly Raster[]>
}

async function repairs(photo: Raster): Promise<readonly Raster[]> {
  const { picture, invention } = await apply(photo, 'repair-scratches', { mode: 'auto' })
  return [photo, invention ?? createRaster(1, 1, 1), picture.raster]
}

async function colours(photo: Raster): Promise<readonly Raster[]> {
  const made: Raster[] = [photo]
  for (const params of [{}, { variant: 1 }, { variant: 2 }, { vividness: 1.6 }])
    made.push((await apply(photo, 'colorize', params)).picture.raster)
  return made
}

let printed = 0
async function dyes(photo: Raster): Promise<readonly Raster[]> {
  const old = faded(splitAlpha(photo).colour, ageing(++printed))
  const made: Raster[] = [photo, old]
  for (const [operation, params] of [
    ['recover-tone', {}],
    ['recover-colour', { method: 'classical' }],
    ['recover-colour', {}],
  ] as const)
    made.push((await apply(old, operation, params)).picture.raster)
  return made
}

const repair: Kind = {
  name: '',
  needs: ['scratch-detect', 'inpaint-thin'],
  row: repairs,
  drawn: () => drawnPrints(true),
}
const kinds: Readonly<Record<string, Kind>> = {
  colour: { name: 'colour-', needs: ['colorize-photo'], row: colours, drawn: () => drawnPrints(false) },
  fading: {
    name: 'fading-',
    needs: ['unfade-photo'],
    row: dyes,
    drawn: () => Promise.all(dressesAndWalls.map(([dress, wall]) => colourPrint(dress, wall))),
  },
}

async function drawnPrints(damaged: boolean): Promise<Raster[]> {
  const album = (await familyAlbum()).slice(0, 4)
  const prints = await Promise.all(
    album.map(async ({ name, buffer }) => (await openPicture({ name, bytes: buffer })).raster),
  )
  return damaged ? prints.map((print, i) => damage(print, i + 40).image) : prints
}

async function sheetsOf(folder: string, out: string, kind: Kind): Promise<void> {
  if (!existsSync(folder)) return console.log('skipped: no shared data (name a folder of photos)')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const groups = new Map<string, string[]>()
  for (const entry of entries.filter((each) => each.isFile() && /\.(jpe?g|png|webp)$/i.test(each.name)).sort(byPath))
    groups.set(entry.parentPath, [...(groups.get(entry.parentPath) ?? []), join(entry.parentPath, entry.name)])
  for (const [parent, files] of groups) {
    const few = files.filter((_, i) => i % Math.ceil(files.length / PER_SHEET) === 0)
    const photos = await Promise.all(few.map(async (file) => fitted((await openPicture(file)).raster)))
    await writeSheet(join(out, `${kind.name}${basename(parent)}.jpg`), photos, kind)
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

async function writeSheet(file: string, photos: readonly Raster[], kind: Kind): Promise<void> {
  const rows: Buffer[][] = []
  for (const photo of photos) rows.push(await Promise.all((await kind.row(photo)).map(tile)))
  const across = Math.max(...rows.map((row) => row.length))
  const layers = rows.flatMap((row, y) => row.map((input, x) => ({ input, left: x * (TILE + 8), top: y * (TILE + 8) })))
  await sharp({
    create: { width: across * (TILE + 8), height: rows.length * (TILE + 8), channels: 3, background: '#fff' },
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
