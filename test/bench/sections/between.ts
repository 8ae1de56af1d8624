import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import { rasterOfSamples } from '../../../src/engine/film/samples.ts'
import { openFilmTools } from '../../../src/engine/film/tools/film-tools.ts'
import { openPicture } from '../../../src/engine/media/open.ts'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import type { Neighbours } from '../../../src/operations/define.ts'
import { film } from '../../../src/operations/interpolate/film.ts'
import operation from '../../../src/operations/interpolate/op.ts'
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
      const [a, truth, b] = [await frame('frame10'), await frame('frame10i11'), await frame('frame11')]
      rows.push(await judge(name, [{ a, truth, b }]))
    }
  const videos = join(data, '..', 'video')
  const clips = existsSync(videos) ? (await readdir(videos)).filter((name) => name.startsWith('davis-')) : []
  for (const clip of clips) rows.push(await judge(clip, await cases(join(videos, clip))))
  if (rows.length === 0) return console.log('\nskipped: no middlebury/ and no clips')
  const mean = (which: number) => fixed(rows.reduce((sum, row) => sum + Number(row[which]), 0) / rows.length, 2)
  rows.push(['mean', '', ...Array.from({ length: 1 + 2 * methods.length }, (_, i) => mean(i + 2))])
  const head = ['pictures', 'size', 'blended', ...methods, ...methods.map((name) => `s ${name}`)]
  printTable('Frames between two, colour PSNR in dB; processor seconds for one', head, rows)
}

/** The ways that are there: the network waits for its weights. */
const { method } = operation.params.shape
const methods = ['classical', 'fast', 'quadratic', 'network'].filter((name) => method.safeParse(name).success)

interface Case extends Neighbours {
  readonly truth: Raster
}

async function judge(name: string, cases: readonly Case[]): Promise<string[]> {
  const { join: look } = film.between as NonNullable<typeof film.between>
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const [quality, seconds] = [methods.map(() => 0), methods.map(() => 0)]
  let blended = 0
  for (const { truth, ...frames } of cases) {
    blended += psnr(to8Bit(mean(frames.a, frames.b)), truth) / cases.length
    for (const [i, method] of methods.entries()) {
      const started = cpuUsage()
      const made = await (await look(frames, operation.params.parse({ method }), context))(0.5)
      seconds[i] = (seconds[i] as number) + cpuUsage(started).user / 1e6 / cases.length
      quality[i] = (quality[i] as number) + psnr(to8Bit(made), truth) / cases.length
    }
  }
  const [{ a }] = cases as [Case]
  return [name, `${a.width} x ${a.height}`, ...[blended, ...quality, ...seconds].map((value) => fixed(value, 2))]
}

function mean(a: Raster, b: Raster): Raster {
  const result = createRaster(a.width, a.height, a.channels, false)
  for (let i = 0; i < result.store.length; i++) result.store[i] = ((a.store[i] as number) + (b.store[i] as number)) / 2
  return result
}

/** Frames of a clip with their neighbours on both sides, and those further away that are as far apart. */
async function cases(file: string): Promise<Case[]> {
  const tools = openFilmTools()
  const { picture: track } = await tools.probe(file)
  const { width, height } = track
  const { frames } = await tools.decode({ file, track, size: { width, height }, depth: 8 })
  const rasters: Raster[] = []
  for await (const { samples } of frames) {
    rasters.push(rasterOfSamples(samples, width, height, 8))
    if (rasters.length === FRAMES) break
  }
  return rasters.flatMap((truth, i): Case[] => {
    const [a, b] = [rasters[i - 1], rasters[i + 1]]
    return i % EVERY === 1 && a && b ? [{ a, truth, b, before: rasters[i - 3], after: rasters[i + 3] }] : []
  })
}
