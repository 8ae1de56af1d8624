import { existsSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Recipe } from '../../shared/recipe.ts'
import { restoreFilm } from './restore-film.ts'
import {
  hasFfmpeg,
  makeFilm,
  newFolder,
  picture,
  probe,
  quickly,
  quietContext,
  recipeOf,
  step,
  unlessSkipped,
  words,
} from './testing.ts'

/** What a film must be afterwards, measured in the finished file. */
const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

const steadyLight = recipeOf(step('deflicker'))
const restore = (input: string, output: string, more: Partial<Parameters<typeof restoreFilm>[0]> = {}) =>
  restoreFilm({ ...quietContext(), input, output, recipe: steadyLight, scratchPlaces: [folder], ...more })

const FLASH = 0.8
/** Dark but for a flash, silent but for a beep at the same moment: how far apart they are can be measured. */
const flashing = (size: string, rate = 25) =>
  words(
    `-f lavfi -i color=gray:size=${size}:rate=${rate}:duration=1.6,drawbox=t=fill:color=white:enable='between(t,${FLASH},1)'`,
  )
const beep = (channels = '0.5*sin(5000*t)*between(t,0.8,1)', layout = 'mono') =>
  words(`-f lavfi -i aevalsrc='${channels}':c=${layout}:s=16000:d=1.6`)

interface Moments {
  /** Seconds from the first frame to the end of the last. */
  readonly length: number
  /** By how much the beep is later than the flash. */
  readonly late: number
}

/** Looks and listens: what the streams claim of their beginnings is not asked. */
function moments(file: string): Moments {
  const light = probe(
    `movie='${file}',format=gray,signalstats`,
    'frame=pts_time:frame_tags=lavfi.signalstats.YAVG',
    '-f',
    'lavfi',
  )
  // Hops of 2 ms.
  const listen = `amovie='${file}',aresample=16000,pan=mono|c0=c0,asetnsamples=32,astats=metadata=1:reset=1`
  const sound = probe(listen, 'frame=pts_time:frame_tags=lavfi.astats.1.Peak_level', '-f', 'lavfi')
  const [frames, hops] = [light, sound].map((lines) => lines.map((line) => line.split(',').map(Number)))
  const times = (frames ?? []).map(([time = Number.NaN]) => time)
  const bright = Math.max(...(frames ?? []).map(([, value = 0]) => value))
  const flash = frames?.find(([, value = 0]) => value > bright - 20)?.[0] ?? Number.NaN
  const heard = hops?.find(([, peak = Number.NEGATIVE_INFINITY]) => peak > -20)?.[0] ?? Number.NaN
  // MP4 notes the length of the track, Matroska that of every frame.
  const noted = Number(probe(file, 'stream=duration', '-select_streams', 'v')[0])
  const shown = Number(probe(file, 'packet=duration_time', '-select_streams', 'v').at(-1))
  const length = (times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN) + shown
  return { length: noted || length, late: heard - flash }
}

const five = '0.5*sin(5000*t)*between(t,0.5,0.7)|0|0|0|0|0'
const uneven = "setpts='if(lt(N,20),N*0.04,0.8+(N-20)*0.055)/TB'"

interface Case {
  readonly name: string
  /** The result has the same ending. */
  readonly make: () => string
  readonly recipe?: Recipe
}
const films: readonly Case[] = [
  {
    name: 'of uneven times',
    make: () =>
      makeFilm(
        at('uneven.mp4'),
        ...flashing('64x48'),
        ...beep(),
        ...words(`-vf ${uneven} -fps_mode passthrough -c:a aac`),
        ...quickly,
      ),
  },
  {
    name: 'lying on its side',
    make: () => {
      const flat = makeFilm(at('flat.mp4'), ...flashing('64x48'), ...beep(), ...quickly, '-c:a', 'aac')
      return makeFilm(at('turned.mp4'), ...words(`-i ${flat} -c copy -metadata:s:v rotate=90`))
    },
  },
  {
    name: 'with combs',
    make: () =>
      makeFilm(
        at('combs.mkv'),
        ...flashing('64x48', 50),
        ...beep(),
        ...words('-vf interlace=scan=tff -flags +ildct -c:a ac3'),
        ...quickly,
      ),
    recipe: recipeOf(step('deinterlace', { rate: 'frame', order: 'top' })),
  },
  {
    name: 'with sound in 5.1 that begins 300 ms later',
    make: () =>
      makeFilm(
        at('late.mp4'),
        ...flashing('64x48'),
        ...words('-itsoffset 0.3'),
        ...beep(five, '5.1'),
        ...words('-c:a aac'),
        ...quickly,
      ),
  },
  {
    name: 'of odd sides',
    make: () => makeFilm(at('odd.mkv'), ...flashing('63x47'), ...beep(), ...words('-c:v ffv1 -c:a flac')),
  },
]

describe.runIf(hasFfmpeg)(unlessSkipped('proof'), { timeout: 600_000 }, () => {
  test.each(films)('a film $name is as long as before and in step with its sound', async ({ make, recipe }) => {
    const film = make()
    const result = film.replace(/(\.\w+)$/, '-out$1')
    const { film: told } = await restore(film, result, recipe && { recipe })
    const [before, after] = [moments(film), moments(result)]
    expect(before.length).toBeGreaterThan(1.5)
    expect(Math.abs(before.late)).toBeLessThan(0.1)
    expect(Math.abs(after.length - before.length)).toBeLessThanOrEqual(1 / told.fps)
    expect(Math.abs(after.late - before.late)).toBeLessThanOrEqual(0.02)
  })

  test('a film without sound has none afterwards, and is whole', async () => {
    const film = makeFilm(at('silent.mp4'), ...picture(1.2), ...quickly)
    const report = await restore(film, at('silent-out.mp4'))
    expect(report.film.frames).toBe(30)
    expect(report.notes).toEqual([])
    expect(probe(at('silent-out.mp4'), 'stream=codec_type')).toEqual(['video'])
    expect(probe(at('silent-out.mp4'), 'packet=pts_time', '-select_streams', 'v')).toHaveLength(30)
  })

  test('the scratch folder never holds twice as much as the film that comes out', async () => {
    const noise = 'testsrc2=size=160x120:rate=25:duration=4,noise=alls=30:allf=t'
    const film = makeFilm(at('noisy.mp4'), ...words(`-f lavfi -i ${noise}`), ...quickly)
    const scratch = at('.daguerre-film-noisy')
    let most = 0
    const measure = () => {
      if (!existsSync(scratch)) return
      const files = readdirSync(scratch)
      most = Math.max(
        most,
        files.reduce((sum, name) => sum + (statSync(join(scratch, name), { throwIfNoEntry: false })?.size ?? 0), 0),
      )
    }
    // Every frame, and when the pieces are joined.
    await restore(film, at('noisy-out.mp4'), {
      pieceSeconds: 1,
      scratchName: '.daguerre-film-noisy',
      onProgress: measure,
    })
    const made = statSync(at('noisy-out.mp4')).size
    // It was seen at its fullest: with all pieces in it.
    expect(most).toBeGreaterThan(0.8 * made)
    expect(most).toBeLessThanOrEqual(2 * made)
    expect(existsSync(scratch)).toBe(false)
  })
})
