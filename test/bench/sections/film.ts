import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInModels } from '../../../src/engine/built-in-models.ts'
import { restoreFilm } from '../../../src/engine/film/restore-film.ts'
import { openFilmTools } from '../../../src/engine/film/tools/film-tools.ts'
import { openModelStore } from '../../../src/engine/inference/models.ts'
import type { Recipe } from '../../../src/shared/recipe.ts'
import { fixed, printTable } from '../table.ts'

const SECONDS = 12
const FRAMES = SECONDS * 25
/** Of the film that gets frames between. */
const MOVING_SECONDS = 3

const step = (operation: string, params: Record<string, unknown> = {}) => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})

/** 480p through the whole pipeline, without networks, against ffmpeg decoding and encoding the same by itself. */
export async function benchFilm(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const input = join(folder, 'film.mp4')
  const { ffmpeg } = openFilmTools().programs
  const run = (...args: string[]) => execFileSync(ffmpeg, ['-loglevel', 'error', '-nostdin', '-y', ...args])
  const source = `testsrc2=size=640x480:rate=25:duration=${SECONDS},noise=alls=12:allf=t`
  run('-f', 'lavfi', '-i', source, '-c:v', 'libx264', '-crf', '20', '-pix_fmt', 'yuv420p', input)
  const start = performance.now()
  run('-i', input, '-c:v', 'libx264', '-preset', 'medium', '-crf', '17', join(folder, 'alone.mp4'))
  const alone = (FRAMES * 1000) / (performance.now() - start)
  const rows = [['ffmpeg alone', fixed(alone), '100 %']]
  const recipes = {
    'pipeline, mirrored': [step('crop-rotate', { flip: 'horizontal' })],
    'pipeline, deflicker': [step('deflicker')],
    'pipeline, deflicker, dust, tone': [step('deflicker'), step('remove-dust'), step('recover-tone')],
  }
  const restore = (
    film: string,
    { name, steps }: Pick<Recipe, 'name' | 'steps'>,
    runner: 'fluent' | 'spawn' = 'fluent',
  ) =>
    restoreFilm({
      input: film,
      output: join(folder, 'restored.mp4'),
      overwrite: true,
      recipe: { version: 1, name, steps },
      models: openModelStore([builtInModels()]),
      device: 'cpu',
      threads: 0,
      cancelled: () => false,
      onProgress: () => undefined,
      tools: openFilmTools({ runner }),
    })
  for (const runner of ['fluent', 'spawn'] as const) {
    for (const [name, steps] of Object.entries(recipes)) {
      const report = await restore(input, { name, steps }, runner)
      const pace = report.film.frames / report.seconds
      rows.push([`${name} (${runner})`, fixed(pace), `${fixed((100 * pace) / alone, 0)} %`])
    }
  }
  printTable(`${FRAMES} frames of 640 x 480, H.264 to H.264`, ['what', 'frames/s', 'of ffmpeg alone'], rows)

  const short = join(folder, 'short.mp4')
  run('-i', input, '-t', `${MOVING_SECONDS}`, '-c', 'copy', short)
  const smooth: string[][] = []
  for (const method of ['classical', 'fast']) {
    const steps = [step('interpolate', { rate: 'double', method, repeats: 'keep' })]
    const { film, seconds } = await restore(short, { name: method, steps })
    smooth.push([`interpolation 480p 2x, ${method}`, `${film.frames}`, fixed(film.frames / seconds)])
  }
  printTable('Twice as many frames, 640 x 480', ['what', 'frames out', 'frames out/s'], smooth)
  await rm(folder, { recursive: true })
}
