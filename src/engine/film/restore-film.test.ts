import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { builtInModels } from '../built-in-models.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { installColourist } from '../inference/testing/colour-stand-ins.ts'
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
  tone,
  unlessSkipped,
  words,
} from './testing.ts'

const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Mirrors every frame: work that can be seen, and quick. */
const mirror = recipeOf(step('crop-rotate', { flip: 'horizontal' }))
const steadyLight = recipeOf(step('deflicker'))
const slower = step('interpolate', { method: 'classical', repeats: 'keep', speed: 0.8 })
const models = at('models')
type More = Partial<Parameters<typeof restoreFilm>[0]>
const restore = (input: string, output: string, more: More = {}) =>
  restoreFilm({ ...quietContext(), input, output, recipe: steadyLight, scratchPlaces: [folder], ...more })
const frameTimes = (file: string) => probe(file, 'frame=pts_time', '-select_streams', 'v').map(Number)
/** Mean light of every frame, 0..255. */
const lightOf = (file: string) =>
  probe(`movie='${file}',format=gray,signalstats`, 'frame_tags=lavfi.signalstats.YAVG', '-f', 'lavfi').map(Number)
const startOf = (file: string, stream: string) => Number(probe(file, 'stream=start_time', '-select_streams', stream)[0])

/** Two shots with sound, a quarter as long as a usual one. */
function twoShots(name: string, filter = 'null'): string {
  const cuts = `testsrc2=s=64x48:r=25:d=1.2[a];mandelbrot=s=64x48:r=25:end_scale=0.2,trim=duration=1.2,setpts=PTS-STARTPTS[b];[a][b]concat=n=2,${filter}`
  return makeFilm(at(name), '-f', 'lavfi', '-i', cuts, ...tone(2.4), ...quickly, '-g', '12', '-c:a', 'aac')
}

/** Stops the work after so many questions whether it is still wanted; in the end it is as if nothing had been. */
async function survivesStops(film: string, recipe: Recipe, stops: readonly number[]) {
  const sessions = createSessionPool(openModelStore([builtInModels(), models]), { device: 'cpu', threads: 1 })
  const parts = {
    recipe,
    pieceSeconds: 0.5,
    overwrite: true,
    models: openModelStore([models, builtInModels()]),
    sessions,
  }
  const undisturbed = await restore(film, at('whole.mp4'), parts)
  expect(undisturbed.film).toMatchObject({ shots: 2, resumedAt: 0 })
  for (const stopAfter of stops) {
    let asked = 0
    // Every frame asks, in the first look and in the work.
    const cancelled = () => ++asked > stopAfter
    expect(await restore(film, at('again.mp4'), { ...parts, cancelled }).catch(codeOf)).toBe('cancelled')
  }
  const last = await restore(film, at('again.mp4'), parts)
  await sessions.release()
  expect(last.sha256).toBe(undisturbed.sha256)
  expect(last.film.resumedAt).toBeGreaterThan(0)
  return { last }
}

describe.runIf(hasFfmpeg)(unlessSkipped('a film'), { timeout: 600_000 }, () => {
  test('with sound comes out whole, and nothing is left behind', async () => {
    const film = makeFilm(at('-plain.mp4'), ...picture(1.2), ...tone(1.2), ...quickly, '-c:a', 'aac')
    const report = await restore(film, at('plain out.mp4'), { recipe: mirror })
    expect(report).toMatchObject({ width: 64, height: 48, film: { frames: 30, codec: 'h264', container: 'mp4' } })
    expect(probe(at('plain out.mp4'), 'stream=codec_name,codec_type')).toEqual(['h264,video', 'aac,audio'])
    expect(frameTimes(at('plain out.mp4'))).toEqual(frameTimes(film))
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    expect(probe(at('plain out.mp4'), 'format_tags=comment')[0]).toMatch(/Daguerre/)
  })

  test('of uneven times keeps them, with all its sound, subtitles, chapters, shape, colours and day', async () => {
    writeFileSync(at('words.srt'), '1\n00:00:00,100 --> 00:00:00,900\nAnna, 1951\n')
    writeFileSync(
      at('chapters.txt'),
      `;FFMETADATA1\n${[0, 500].map((ms) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${ms}\nEND=${ms + 500}\ntitle=part\n`).join('')}`,
    )
    const surround = 'aevalsrc=0.1*sin(2000*t)|0.1*sin(900*t)|0|0|0|0:c=5.1:d=1'
    const film = makeFilm(
      at('rich.mkv'),
      ...picture(1),
      ...tone(1),
      ...words(`-itsoffset 0.3 -f lavfi -i ${surround} -i ${at('words.srt')} -i ${at('chapters.txt')}`),
      ...words('-map 0:v -map 1:a -map 2:a -map 3:s -map_chapters 4 -fps_mode passthrough'),
      ...words("-vf setpts='if(lt(N,10),N*0.04,0.4+(N-10)*0.1)/TB',setsar=16/15"),
      ...quickly,
      ...words('-colorspace bt470bg -color_primaries bt470bg -color_trc gamma28 -c:a ac3 -c:s srt'),
      ...words('-metadata creation_time=1998-07-14T12:00:00Z -metadata:s:a:1 language=deu'),
    )
    const result = at('rich out.mkv')
    const { film: told } = await restore(film, result)
    expect(told.frames).toBe(25)
    const streams = 'stream=codec_name,channels,sample_aspect_ratio,color_space,color_transfer,color_primaries'
    expect(probe(result, streams)).toEqual(probe(film, streams))
    const [before, after] = [frameTimes(film), frameTimes(result)]
    expect(after.map((time, i) => Math.abs(time - (before[i] as number))).every((gap) => gap < 0.002)).toBe(true)
    for (const track of ['a:0', 'a:1']) {
      const offset = (file: string) => startOf(file, track) - startOf(file, 'v:0')
      expect(Math.abs(offset(result) - offset(film))).toBeLessThanOrEqual(0.02)
    }
    expect(probe(result, 'stream_tags=language', '-select_streams', 'a:1')).toEqual(['deu'])
    expect(probe(result, 'chapter=start_time', '-show_chapters')).toEqual(
      probe(film, 'chapter=start_time', '-show_chapters'),
    )
    expect(probe(result, 'format_tags=creation_time')[0]).toMatch(/^1998-07-14/)
    const length = (file: string) => Number(probe(file, 'format=duration')[0])
    expect(Math.abs(length(result) - length(film))).toBeLessThan(0.1)
  })

  test('with frames between has exactly as many, ends when it ended, keeps its sound, and no cut is blurred', async () => {
    const cut = '[0]trim=0:0.4,setpts=PTS-STARTPTS[a];color=white:64x48:r=25:d=0.4[b];[a][b]concat=n=2:v=1'
    const film = makeFilm(
      at('cut.mkv'),
      ...picture(0.4),
      ...tone(0.8),
      '-filter_complex',
      cut,
      '-map',
      '1:a',
      '-c:v',
      'ffv1',
    )
    for (const [rate, frames] of [
      ['double', 40],
      ['fixed', 48],
    ] as const) {
      const result = at(`smooth-${rate}.mkv`)
      const report = await restore(film, result, {
        recipe: recipeOf(step('interpolate', { rate, method: 'classical', repeats: 'keep' })),
        codec: 'ffv1',
      })
      expect(report.film).toMatchObject({ frames, shots: 2 })
      const times = frameTimes(result)
      const beat = 0.8 / frames
      const [first = 0] = frameTimes(film)
      expect(times.every((time, i) => Math.abs(time - first - i * beat) < 0.002)).toBe(true)
      expect(probe(result, 'stream=codec_type')).toEqual(['video', 'audio'])
      // Of the last quarter all are white: nothing of the shot before shines through, and none before it is.
      const light = lightOf(result)
      expect(light.slice(frames / 2).every((value) => value > 250)).toBe(true)
      expect(light.slice(0, frames / 2).every((value) => value < 200)).toBe(true)
      expect(report.invention.share).toBeCloseTo(rate === 'double' ? 18 / 40 : report.invention.share, 2)
      expect(report.invention.operations).toEqual(['interpolate'])
    }
  })

  test('made slower is longer by as much, and sound, subtitles and chapters go along', async () => {
    writeFileSync(at('slow.srt'), '1\n00:00:00,200 --> 00:00:00,500\nAnna\n')
    writeFileSync(
      at('slow-chapters.txt'),
      ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=a\\=b\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=400\nEND=800\ntitle=c\n',
    )
    const film = makeFilm(
      at('slow.mkv'),
      ...picture(0.8),
      ...tone(0.8, 500),
      ...words(`-i ${at('slow.srt')} -i ${at('slow-chapters.txt')} -map 0 -map 1 -map 2 -map_chapters 3`),
      ...quickly,
      ...words('-c:a pcm_s16le -c:s srt'),
    )
    const slow = (more: object) => ({ recipe: recipeOf(step('interpolate', { method: 'classical', ...more })) })
    const result = at('slow out.mkv')
    const report = await restore(film, result, slow({ speed: 0.4 }))
    expect(report.film).toMatchObject({ frames: 40, fps: 20, seconds: expect.closeTo(2, 2) })
    expect(report.notes.join()).toMatch(/audio track 1 .* was slowed down, its pitch kept/)
    const times = frameTimes(result)
    expect(times.every((time, i) => Math.abs(time - i * 0.05) < 0.03)).toBe(true)
    expect(probe(result, 'stream=codec_type')).toEqual(['video', 'audio', 'subtitle'])
    const [begin, length] = (probe(result, 'packet=pts_time,duration_time', '-select_streams', 's')[0] ?? '').split(',')
    expect(Number(begin)).toBeCloseTo(0.5, 1)
    expect(Number(length)).toBeCloseTo(0.75, 2)
    const chapters = probe(result, 'chapter=start_time,end_time:chapter_tags=title', '-show_chapters')
    expect(chapters).toEqual(['0.000000,1.000000,a=b', '1.000000,2.000000,c'])
    const heard = 'frame_tags=lavfi.aspectralstats.1.centroid'
    const pitches = probe(`amovie='${result}',aspectralstats`, heard, '-f', 'lavfi').map(Number)
    const middle = pitches.toSorted((a, b) => a - b)[pitches.length >> 1] as number
    expect(Math.abs(middle - 500)).toBeLessThan(60)
    const silent = await restore(film, at('silent.mp4'), slow({ speed: 0.5, sound: 'leave-out' }))
    expect(silent.film.frames).toBe(40)
    // Chapters of MP4 are a track of their own.
    expect(probe(at('silent.mp4'), 'stream=codec_type')).toEqual(['video', 'subtitle', 'data'])
    expect(
      probe(at('silent.mp4'), 'chapter=start_time', '-show_chapters').map((time) => Number.parseFloat(time)),
    ).toEqual([0, 0.8])
  })

  test('that shows frames twice moves on evenly afterwards, with as many frames', async () => {
    const twice = "setpts=PTS,select='not(mod(n,3))',fps=25"
    const film = makeFilm(at('twice.mkv'), ...picture(1.2, '96x64'), '-vf', twice, '-c:v', 'ffv1')
    const jumps = (file: string) =>
      probe(
        `movie='${file}',format=gray,tblend=all_mode=difference,signalstats`,
        'frame_tags=lavfi.signalstats.YAVG',
        '-f',
        'lavfi',
      ).map(Number)
    const still = (file: string) => jumps(file).filter((change) => change < 0.05).length
    const frames = frameTimes(film).length
    for (const repeats of ['keep', 'fill'] as const) {
      const result = at(`twice-${repeats}.mkv`)
      const recipe = recipeOf(step('interpolate', { method: 'classical', repeats, rate: 'fixed', fps: 25 }))
      expect((await restore(film, result, { recipe, codec: 'ffv1' })).film.frames).toBe(frames)
    }
    expect(still(at('twice-keep.mkv'))).toBeGreaterThan(frames / 2)
    expect(still(at('twice-fill.mkv'))).toBeLessThan(5)
  })

  test('whose last frames come unevenly is whole, though MP4 notes another length of it', async () => {
    const times = "setpts='if(lt(N,22),N,22+4*(N-22))/16/TB'"
    const film = makeFilm(
      at('uneven.mp4'),
      ...picture(1.5, '64x48', '16'),
      ...words('-fps_mode passthrough -vf'),
      times,
      ...words('-c:v libx264 -pix_fmt yuv420p'),
    )
    await restore(film, at('uneven out.mp4'))
    const shown = (file: string) => frameTimes(file).map((time) => time.toFixed(3))
    expect(shown(at('uneven out.mp4'))).toEqual(shown(film))
  })

  test('that lies on its side stands upright afterwards', async () => {
    const flat = makeFilm(at('flat.mp4'), ...picture(0.4), ...quickly)
    const film = makeFilm(at('turned.mp4'), '-i', flat, '-c', 'copy', '-metadata:s:v', 'rotate=90')
    const report = await restore(film, at('turned-out.mp4'))
    expect(report).toMatchObject({ width: 48, height: 64, film: { frames: 10 } })
    expect(probe(at('turned-out.mp4'), 'stream_side_data=rotation')).toEqual([])
  })

  test('of one frame, odd sides and ten bits is a film, too', async () => {
    const odd = ['-c:v', 'ffv1', '-pix_fmt', 'yuv422p10le']
    const film = makeFilm(at('odd.mkv'), '-f', 'lavfi', '-i', 'testsrc=size=63x47:rate=25:duration=0.04', ...odd)
    const report = await restore(film, at('odd-out.mkv'), { codec: 'h264' })
    expect(report).toMatchObject({ width: 64, height: 48, film: { frames: 1 } })
    expect(report.notes.join()).toMatch(/63 x 47 became 64 x 48/)
    expect(probe(at('odd-out.mkv'), 'stream=codec_name,pix_fmt')).toEqual(['h264,yuv420p10le'])
  })

  test('with combs gets one frame for every field when asked', async () => {
    const film = makeFilm(
      at('combs.mkv'),
      ...picture(0.8, '64x48', '50'),
      '-vf',
      'interlace=scan=tff',
      ...quickly,
      '-flags',
      '+ildct',
    )
    const recipe = recipeOf(step('deinterlace', { rate: 'field', order: 'top' }))
    const { film: told } = await restore(film, at('combs-out.mp4'), { recipe })
    expect(told).toMatchObject({ frames: 40, fps: 50 })
    expect(frameTimes(at('combs-out.mp4')).slice(0, 3)).toEqual([0, 0.02, 0.04])
  })

  test('with a broken tail gives what is there, and says so', async () => {
    const whole = readFileSync(makeFilm(at('whole.mkv'), ...picture(4), ...quickly, '-g', '10'))
    writeFileSync(at('torn.mkv'), whole.subarray(0, Math.floor(whole.length * 0.5)))
    const { film: told, notes } = await restore(at('torn.mkv'), at('torn-out.mp4'))
    expect(told.frames).toBeGreaterThan(30)
    expect(told.frames).toBeLessThan(70)
    expect(notes.join()).toMatch(/end of the film is damaged/)
  })

  test('interrupted anywhere goes on there and is the same in the end', async () => {
    const film = twoShots('long.mp4')
    await survivesStops(film, recipeOf(step('deflicker'), step('remove-dust'), step('recover-tone')), [30, 150, 90])
  })

  test('in colour, too: what one frame leaves for the next outlives an interruption', async () => {
    installColourist(models)
    const film = twoShots('gray.mp4', 'format=gray')
    const recipe = recipeOf(step('colorize', { renderFactor: 7, mark: false }), step('remove-dust'), slower)
    const { last } = await survivesStops(film, recipe, [30, 190, 150])
    expect(last.invention.operations).toContain('interpolate')
    expect(probe(at('again.mp4'), 'format_tags=comment')[0]).toMatch(/colours are a guess/)
    // It has colours, and they are those of the frame before: whole seconds of film cannot be told by their sum alone.
    const chroma = probe(`movie='${at('again.mp4')}',signalstats`, 'frame_tags=lavfi.signalstats.SATAVG', '-f', 'lavfi')
    expect(Math.min(...chroma.map(Number))).toBeGreaterThan(2)
  })

  test('that is none is refused in a sentence', async () => {
    const sound = makeFilm(at('sound.m4a'), ...tone(0.3), '-c:a', 'aac')
    writeFileSync(at('text.mp4'), 'this is no film')
    const failure = (input: string) =>
      restore(input, at('none.mp4')).catch((error: Error) => [codeOf(error), error.message])
    expect(await failure(sound)).toEqual(['format-unsupported', '“sound.m4a” holds sound but no moving picture.'])
    expect(await failure(at('text.mp4'))).toEqual(['file-unreadable', expect.stringContaining('cannot be opened')])
    expect(readdirSync(folder)).not.toContain('none.mp4')
  })
})
