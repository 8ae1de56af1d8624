import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import type { Picture } from '../../src/engine/media/picture.ts'
import { resample } from '../../src/engine/pipeline/resample.ts'
import { restorePicture } from '../../src/engine/pipeline/restore.ts'
import { psnrY } from '../../src/engine/quality/reference.ts'
import { createRaster, type Raster, readRows, writeRows } from '../../src/shared/image/raster.ts'
import { shrinkLikeMatlab } from './imresize.ts'
import { benchDenoise } from './sections/denoise.ts'
import { fixed, printTable } from './table.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/eval')

/** `npm run bench:quality`: the built-in networks and operations against truth, through the engine's own pipeline. */
export async function run(): Promise<void> {
  const folder = process.env.DAGUERRE_DATA ? join(process.env.DAGUERRE_DATA, 'eval') : data
  if (!existsSync(folder)) return console.log('skipped: no shared data (set DAGUERRE_DATA to a folder with eval/)')
  const rows: string[][] = []
  for (const set of ['set5', 'set14'])
    for (const scale of [2, 3, 4] as const) rows.push(await enlargement(join(folder, set), set, scale))
  printTable(
    'Enlargement of MATLAB-bicubic pictures, mean Y-PSNR in dB (8 bit, border of `scale` pixels cut)',
    ['set', 'scale', 'pictures', 'upscale', 'Lanczos', 'gain'],
    rows,
  )
  await benchDenoise(join(folder, 'cid22-val'))
}

const models = openModelStore([builtInModels()])

async function enlargement(folder: string, set: string, scale: 2 | 3 | 4): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /\.(png|webp)$/.test(name)).sort()
  let [ours, lanczos] = [0, 0]
  for (const file of files) {
    const picture = await openPicture(join(folder, file))
    const truth = cropTo(picture.raster, scale)
    const small = shrinkLikeMatlab(truth, scale)
    ours += score(truth, await enlarge({ ...picture, raster: small }, scale), scale)
    lanczos += score(truth, await resample(small, truth), scale)
  }
  const mean = (sum: number) => sum / files.length
  return [
    set,
    `x${scale}`,
    `${files.length}`,
    fixed(mean(ours), 2),
    fixed(mean(lanczos), 2),
    `+${fixed(mean(ours - lanczos), 2)}`,
  ]
}

async function enlarge(picture: Picture, scale: number): Promise<Raster> {
  const step = { operation: 'upscale', version: 1, enabled: true, params: { scale }, models: [] }
  const recipe = { version: 1 as const, name: 'bench', steps: [step] }
  const context = { models, device: 'cpu' as const, threads: 0, cancelled: () => false, onProgress: () => undefined }
  return (await restorePicture(picture, recipe, context)).picture.raster
}

/** The protocol: sides a multiple of the scale, result rounded to 8 bits, a border as wide as the scale left out. */
const cropTo = (image: Raster, multiple: number) =>
  cut(image, 0, 0, image.width - (image.width % multiple), image.height - (image.height % multiple))

function score(truth: Raster, result: Raster, border: number): number {
  const inner = (image: Raster) => cut(image, border, border, image.width - 2 * border, image.height - 2 * border)
  return psnrY(inner(truth), to8Bit(inner(result)))
}

function to8Bit(image: Raster): Raster {
  const rounded = createRaster(image.width, image.height, image.channels, false)
  for (let i = 0; i < rounded.store.length; i++)
    rounded.store[i] = Math.round(Math.min(1, Math.max(0, image.store[i] as number)) * 255) / 255
  return rounded
}

function cut(image: Raster, left: number, top: number, width: number, height: number): Raster {
  const { channels } = image
  const result = createRaster(width, height, channels, false)
  for (let y = 0; y < height; y++)
    writeRows(result, y, readRows(image, top + y, 1).slice(left * channels, (left + width) * channels))
  return result
}
