import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { partialOf } from '../files/partial.ts'
import { stillOf } from '../film/poster.ts'
import { writeFailure } from './atomic.ts'
import { decodeFailure, readHeader } from './decode.ts'
import { limitConcurrency } from './limit-concurrency.ts'
import { type Input, withSource } from './source.ts'

/** Side of a tile: few requests for a screen, and little wasted at its edges. */
export const TILE_SIDE = 512

/** What a pyramid is like; kept beside its tiles. */
const facts = z.strictObject({
  /** Of its finest level: the picture, upright. */
  width: z.int(),
  height: z.int(),
  /** Side of a tile; those at the right and lower edge are smaller. */
  tile: z.int(),
  /** Level 0 is one tile; each further one is twice as large, the last has every pixel. */
  levels: z.int(),
  type: z.enum(['image/jpeg', 'image/webp']),
})
export type Pyramid = z.output<typeof facts>

const FACTS = 'pyramid.json'

/** Streams through the picture once: memory does not grow with it. One at a time leaves a core for everything else. */
const oneByOne = limitConcurrency(1)

/** The pyramid in a folder, if it is there and whole. */
export async function readPyramid(folder: string): Promise<Pyramid | undefined> {
  try {
    return facts.safeParse(JSON.parse(await readFile(join(folder, FACTS), 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Where a tile lies in its pyramid's folder. */
export const tileFile = (type: Pyramid['type'], level: number, column: number, row: number): string =>
  `${level}/${column}_${row}.${type === 'image/jpeg' ? 'jpeg' : 'webp'}`

/**
 * Cuts a picture into tiles of every size, sRGB with 8 bits: JPEG, WebP where there is transparency. The folder appears
 * complete or not at all.
 * @throws AppError of opening and decoding; `disk-full`, `no-permission`
 */
export const makePyramid = (input: Input, folder: string): Promise<Pyramid> =>
  oneByOne(async () => (await readPyramid(folder)) ?? cut(await stillOf(input), folder))

function cut(input: Input, folder: string): Promise<Pyramid> {
  return withSource(input, async (source) => {
    const { width, height, metadata } = await readHeader(source)
    const partial = partialOf(folder)
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    try {
      const whole = sharp(source.input, {
        failOn: 'error',
        limitInputPixels: metadata.width * metadata.height,
        autoOrient: true,
        sequentialRead: metadata.orientation === undefined || metadata.orientation === 1,
      }).toColourspace('srgb')
      const image = metadata.hasAlpha
        ? whole.webp({ quality: 92, smartSubsample: true, effort: 1 })
        : whole.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
      await image
        .tile({ size: TILE_SIDE, overlap: 0, layout: 'dz', depth: 'onetile' })
        .toFile(join(partial, 'p.dz'))
        .catch((error: unknown) => {
          const failure = writeFailure(error, 'tiles')
          throw failure === error ? decodeFailure(source, error) : failure
        })
      const tiles = join(partial, 'p_files')
      const levels = (await readdir(tiles)).filter((name) => /^\d+$/.test(name)).length
      const type = metadata.hasAlpha ? 'image/webp' : 'image/jpeg'
      const pyramid: Pyramid = { width, height, tile: TILE_SIDE, levels, type }
      // Written by libvips; it would tell what the original's metadata say.
      await rm(join(tiles, 'vips-properties.xml'), { force: true })
      await writeFile(join(tiles, FACTS), JSON.stringify(pyramid))
      await mkdir(dirname(folder), { recursive: true })
      await rm(folder, { recursive: true, force: true })
      await rename(tiles, folder)
      return pyramid
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
  })
}
