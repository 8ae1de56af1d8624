import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { rasterOfSamples } from '../../../src/engine/film/samples.ts'
import { openFilmTools } from '../../../src/engine/film/tools/film-tools.ts'
import { openPicture } from '../../../src/engine/media/open.ts'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import { film } from '../../../src/operations/interpolate/film.ts'
import { createRaster, type Raster } from '../../../src/shared/image/raster.ts'
import { psnr, sessions, to8Bit } from '../apply.ts'
import { fixed, printTable } from '../table.ts'

/** Every so many frames of a clip one is left out and made anew. */
const EVERY = 4
const FRAMES = 41

/** Frames between two: against the true one, beside the mean of both, colour PSNR in dB. */
export async function benchInterpolate(data: string): Promise<void> {
  const rows: string[][] = []
  const middlebury = join(data, 'middlebury')
  if (existsSync(middlebury))
    for (const name of await readdir(middlebury)) {
      const frame = async (which: string) => (await openPicture(join(middlebury, name, `${which}.webp`))).raster
      const triple = [await frame('frame10'), await frame('frame10i11'), await frame('frame11')] as const
      rows.push(await judge(name, [triple]))
    }
  const videos = join(data, '..', 'video')
  const clips = existsSync(videos) ? (await readdir(videos)).filter((name) => name.startsWith('davis-')) : []
  for (const clip of clips) rows.push(await judge(clip, await triples(join(videos, clip))))
  if (rows.length === 0) return console.log('\nskipped: no middlebury/ and no clips')
  const mean = (which: number) => rows.reduce((sum, row) => sum + Number(row[which]), 0) / rows.length
  rows.push(['mean', '', fixed(mean(2), 2), fixed(mean(3), 2), fixed(mean(4), 2), fixed(mean(5), 2)])
  const head = ['pictures', 'size', 'blended', 'ours', 'gain', 'seconds']
  printTable('Frames between two, colour PSNR in dB, seconds for one', head, rows)
}

type Triple = readonly [before: Raster, truth: Raster, after: Raster]

async function judge(name: string, cases: readonly Triple[]): Promise<string[]> {
  const { join: look } = film.between as NonNullable<typeof film.between>
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  let [blended, ours, seconds] = [0, 0, 0]
  for (const [a, truth, b] of cases) {
    const started = performance.now()
    const made = await (await look(a, b, context))(0.5)
    seconds += (performance.now() - started) / 1000
    blended += psnr(to8Bit(mean(a, b)), truth)
    ours += psnr(to8Bit(made), truth)
  }
  const [{ width, height }] = cases[0] as Triple
  const each = [blended, ours, ours - blended, seconds].map((sum) => fixed(sum / cases.length, 2))
  return [name, `${width} x ${height}`, ...each]
}

function mean(a: Raster, b: Raster): Raster {
  const result = createRaster(a.width, a.height, a.channels, false)
  for (let i = 0; i < result.store.length; i++) result.store[i] = ((a.store[i] as number) + (b.store[i] as number)) / 2
  return result
}

/** Frames of a clip with their neighbours on both sides. */
async function triples(file: string): Promise<Triple[]> {
  const tools = openFilmTools()
  const { picture: track } = await tools.probe(file)
  const { width, height } = track
  const { frames } = await tools.decode({ file, track, size: { width, height }, depth: 8 })
  const rasters: Raster[] = []
  for await (const { samples } of frames) {
    rasters.push(rasterOfSamples(samples, width, height, 8))
    if (rasters.length === FRAMES) break
  }
  return rasters.flatMap((truth, i): Triple[] => {
    const [before, after] = [rasters[i - 1], rasters[i + 1]]
    return i % EVERY === 1 && before && after ? [[before, truth, after]] : []
  })
}
