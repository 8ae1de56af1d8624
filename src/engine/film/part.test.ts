import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import type { FilmPart } from '../../shared/recipe.ts'
import { restoreAnyFilm } from './restore-any-film.ts'
import {
  hasFfmpeg,
  makeFilm,
  newFolder,
  probe,
  quickly,
  quietContext,
  recipeOf,
  step,
  unlessSkipped,
  words,
} from './testing.ts'
import { requirePrograms } from './tools/programs.ts'

const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

const recipe = recipeOf(step('crop-rotate', { flip: 'horizontal' }))
const restore = (input: string, output: string, part: FilmPart, more = {}) =>
  restoreAnyFilm({ ...quietContext(), input, output, recipe, part, scratchPlaces: [folder], ...more })
const frameTimes = (file: string) => probe(file, 'frame=pts_time', '-select_streams', 'v').map(Number)
const lightOf = (file: string) =>
  probe(`movie='${file}',format=gray,signalstats`, 'frame_tags=lavfi.signalstats.YAVG', '-f', 'lavfi').map(Number)

/** When the picture turns white. */
const flashOf = (file: string) => frameTimes(file)[lightOf(file).findIndex((light) => light > 200)] ?? Number.NaN
const RATE = 8000
/** When a sound track is first heard: from the time of the film, not of the track. */
function beepOf(file: string, track: number): number {
  const { ffmpeg } = requirePrograms()
  const plain = `-map 0:a:${track} -af aresample=async=1:first_pts=0 -ac 1 -ar ${RATE} -f s16le -`
  const args = ['-loglevel', 'error', '-i', file, ...words(plain)]
  const sound = execFileSync(ffmpeg, args, { maxBuffer: 1e8 })
  const loud = new Int16Array(sound.buffer, sound.byteOffset, sound.length >> 1).findIndex(
    (value) => Math.abs(value) > 600,
  )
  return loud / RATE
}

/** Seconds at which film and both sounds of the clip change. */
const FLASH = 3.2

describe.runIf(hasFfmpeg)(unlessSkipped('a part of a film'), { timeout: 600_000 }, () => {
  beforeAll(() => {
    writeFileSync(
      at('words.srt'),
      '1\n00:00:00,500 --> 00:00:01,000\nbefore\n\n2\n00:00:03,200 --> 00:00:04,000\nduring\n',
    )
    const chapters = [0, 3000].map(
      (ms) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${ms}\nEND=${ms + 3000}\ntitle=of ${ms}\n`,
    )
    writeFileSync(at('chapters.txt'), `;FFMETADATA1\n${chapters.join('')}`)
    const beep = `0.3*sin(3000*t)*gte(t,${FLASH})`
    // The surround sound is 300 ms late, so it is heard earlier in its own time.
    const late = `0.3*sin(3000*t)*gte(t,${(FLASH - 0.3).toFixed(1)})`
    makeFilm(
      at('film.mkv'),
      ...words(`-f lavfi -i color=black:64x48:r=25:d=6,drawbox=color=white:t=fill:enable='gte(t,${FLASH})'`),
      ...words(
        `-f lavfi -i aevalsrc='${beep}':d=6 -itsoffset 0.3 -f lavfi -i aevalsrc='${late}|0|${late}|0|0|0':c=5.1:d=5.7`,
      ),
      ...words(`-i ${at('words.srt')} -i ${at('chapters.txt')}`),
      ...words('-map 0:v -map 1:a -map 2:a -map 3:s -map_chapters 4 -fps_mode passthrough'),
      // Uneven from the second second on.
      ...words("-vf select='lt(t,2)+not(mod(n,2))+not(mod(n,3))'"),
      ...quickly,
      ...words('-g 30 -c:a:0 aac -c:a:1 ac3 -c:s srt'),
    )
  })

  for (const ending of ['mkv', 'mp4'])
    test(`keeps its times, both sounds, what is said in it and its chapters, as ${ending}`, async () => {
      const result = at(`part.${ending}`)
      const report = await restore(at('film.mkv'), result, { from: 2.5, to: 4.5 })
      const inside = frameTimes(at('film.mkv')).filter((time) => time >= 2.4995 && time < 4.4995)
      expect(report.film.frames).toBe(inside.length)
      const times = frameTimes(result)
      expect(times.every((time, i) => Math.abs(time - ((inside[i] as number) - 2.5)) < 0.002)).toBe(true)
      const flash = flashOf(result)
      expect(Math.abs(flash - (flashOf(at('film.mkv')) - 2.5))).toBeLessThan(0.002)
      for (const track of [0, 1]) {
        const offset = beepOf(result, track) - flash
        const before = beepOf(at('film.mkv'), track) - flashOf(at('film.mkv'))
        expect(Math.abs(offset - before)).toBeLessThanOrEqual(0.02)
      }
      expect(Number(probe(result, 'format=duration')[0])).toBeLessThan(2.1)
      const said = probe(result, 'packet=pts_time,size', '-select_streams', 's').filter((line) => !line.endsWith(',2'))
      expect(said).toHaveLength(1)
      expect(Number(said[0]?.split(',')[0])).toBeCloseTo(0.7, 1)
      const chapters = probe(result, 'chapter=start_time', '-show_chapters').map((line) => Number(line.split(',')[0]))
      expect(chapters).toEqual([0, 0.5])
    })

  test('is the very frames of the whole, also after an interruption', async () => {
    const light = recipeOf(step('denoise', { strength: 0.2 }))
    const part = { from: 2.5 }
    const options = { recipe: light, pieceSeconds: 0.5, overwrite: true }
    const undisturbed = await restore(at('film.mkv'), at('one.mkv'), part, options)
    let asked = 0
    const stopped = { ...options, cancelled: () => ++asked > 90 }
    expect(await restore(at('film.mkv'), at('two.mkv'), part, stopped).catch(codeOf)).toBe('cancelled')
    const last = await restore(at('film.mkv'), at('two.mkv'), part, options)
    expect(last.film.resumedAt).toBeGreaterThan(0)
    expect(last.sha256).toBe(undisturbed.sha256)
  })

  test('that holds nothing is refused', async () => {
    const error = await restore(at('film.mkv'), at('none.mp4'), { from: 50, to: 60 }).catch((each: Error) => each)
    expect(codeOf(error)).toBe('invalid-input')
  })
})
