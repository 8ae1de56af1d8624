import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { filmExport } from '../../shared/film-export.ts'
import { convertCommand } from './arguments/export.ts'
import { planTracks } from './arguments/join.ts'
import { exportFilm, filmChoices } from './export-film.ts'
import type { FilmFacts, SideTrack } from './facts.ts'
import { codecFor } from './outcome.ts'
import { hasFfmpeg, makeFilm, newFolder, picture, probe, quickly, tone, unlessSkipped } from './testing.ts'
import { openFilmTools } from './tools/film-tools.ts'
import { rulesFor } from './track-wish.ts'
import { makeStill } from './watch.ts'

const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

const track = (index: number, kind: SideTrack['kind'], codec: string): SideTrack => ({
  index,
  kind,
  codec,
  language: undefined,
  title: undefined,
  start: 0,
  channels: 2,
})
const factsOf = (...tracks: SideTrack[]) =>
  ({ tracks, container: 'matroska', picture: { index: 0, codec: 'h264' } }) as unknown as FilmFacts
const odd = factsOf(
  track(1, 'audio', 'flac'),
  track(2, 'subtitle', 'subrip'),
  track(3, 'subtitle', 'hdmv_pgs_subtitle'),
)
const planned = (...args: Parameters<typeof planTracks>) =>
  planTracks(...args).kept.map(({ track: { index }, codec }) => [index, codec])
const rules = (entries: [number, 'keep' | 'leave' | 'convert'][], isStrict = false) => ({
  rules: new Map(entries),
  isStrict,
})

describe('tracks', () => {
  test('left out are gone without a word, converted ones are what every player knows', () => {
    expect(planned(odd, 'mp4', rules([[3, 'leave']]))).toEqual([
      [1, 'aac'],
      [2, 'mov_text'],
    ])
    expect(
      planTracks(
        odd,
        'mp4',
        rules([
          [3, 'leave'],
          [1, 'convert'],
        ]),
      ).notes,
    ).toEqual([])
    expect(
      planned(
        odd,
        'mkv',
        rules([
          [1, 'convert'],
          [2, 'leave'],
        ]),
      ),
    ).toEqual([
      [1, 'aac'],
      [3, 'copy'],
    ])
  })

  test('that cannot be kept as asked are refused, and a way out is named', () => {
    const refused = (...args: Parameters<typeof planTracks>) => {
      try {
        planTracks(...args)
        return 'nothing'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(refused(odd, 'mp4', rules([[1, 'keep']]))).toBe(
      'The audio track 1 (flac) cannot be kept in MP4 as it is: convert it, use MKV, or leave it out.',
    )
    expect(refused(odd, 'mp4', rules([], true))).toContain('The subtitle track 3 (hdmv_pgs_subtitle) cannot be kept')
    expect(refused(odd, 'mp4', rules([[3, 'leave']], true))).toBe('nothing')
    expect(refused(odd, 'mkv', rules([[3, 'convert']]))).toContain('holds no text or sound')
    // Nobody chose the container: what is lost is told, as ever.
    expect(planTracks(odd, 'mp4').notes).toHaveLength(2)
  })

  test('are counted as people count, from one, each kind by itself', () => {
    const wish = { audio: 'all', subtitles: [2], convertAudio: true, isStrict: false } as const
    expect([...rulesFor(wish, odd).rules]).toEqual([
      [1, 'convert'],
      [2, 'leave'],
    ])
    expect([...rulesFor({ ...wish, audio: 'none', subtitles: 'none' }, odd).rules.values()]).toEqual([
      'leave',
      'leave',
      'leave',
    ])
    expect(() => rulesFor({ ...wish, subtitles: [3] }, odd)).toThrow('This film has 2 subtitles: there is no number 3.')
    expect(() => rulesFor({ ...wish, audio: [2] }, odd)).toThrow('1 sound track')
  })
})

test('only encoders that are programs are used, and one that is missing is told before anything is done', () => {
  const able = {
    version: '7',
    release: 700,
    year: 2024,
    encoders: new Set(['h264_nvenc', 'hevc_qsv']),
    filters: new Set<string>(),
  }
  expect(() => codecFor('h265', odd, 'mp4', able)).toThrow('it lacks libx265')
  expect(() => codecFor(undefined, odd, 'mp4', able)).toThrow('can write no film')
  const command = (codec: 'copy' | 'h265') =>
    convertCommand({
      input: 'a.mp4',
      output: 'b.mp4',
      facts: { ...odd, picture: { ...odd.picture, depth: 8, colour: {}, pixelFormat: 'yuv420p' } } as FilmFacts,
      container: 'mp4',
      codec,
      able: { ...able, encoders: new Set(['hevc_nvenc', 'libx265']) },
      tracks: [],
      bareComment: undefined,
      threads: 1,
      timing: '-fps_mode',
    }).options
  expect(command('h265')).toContain('libx265')
  expect(command('copy')).not.toContain('libx265')
})

describe.runIf(hasFfmpeg)(unlessSkipped('exporting a film'), { timeout: 600_000 }, () => {
  beforeAll(() => {
    writeFileSync(at('words.srt'), '1\n00:00:00,200 --> 00:00:00,800\nhello\n')
    const inputs = [...picture(1), ...tone(1), '-i', at('words.srt')]
    const named = ['-metadata:s:1', 'language=fra', '-metadata:s:1', 'title=Papa', '-metadata', 'location=+48+002/']
    makeFilm(at('film.mkv'), ...inputs, ...quickly, '-c:a', 'flac', '-c:s', 'subrip', ...named)
    makeFilm(at('before.mp4'), '-f', 'lavfi', '-i', 'color=red:size=64x48:rate=25:duration=2', ...quickly)
    makeFilm(at('after.mp4'), '-f', 'lavfi', '-i', 'color=blue:size=128x96:rate=50:duration=1', ...tone(1), ...quickly)
  })
  const run = (output: string, film = {}, more = {}) =>
    exportFilm({
      input: at('film.mkv'),
      output: at(output),
      overwrite: false,
      film: filmExport.parse(film),
      bareComment: undefined,
      signal: new AbortController().signal,
      onFraction: () => undefined,
      ...more,
    })
  const codecs = (file: string) => probe(at(file), 'stream=codec_name')
  const times = (file: string) =>
    probe(at(file), 'packet=pts_time', '-select_streams', 'v')
      .map(Number)
      .toSorted((a, b) => a - b)

  test('offers what this ffmpeg can write, and says what becomes of each track', async () => {
    const { forms, tracks } = await filmChoices(at('film.mkv'))
    expect(forms).toEqual(expect.arrayContaining(['as-is', 'mp4-h264', 'mkv', 'mov-prores']))
    expect(tracks).toMatchObject([
      {
        kind: 'audio',
        codec: 'flac',
        language: 'fra',
        title: 'Papa',
        fates: { mkv: 'copied', 'mp4-h264': 'converted' },
      },
      { kind: 'subtitle', codec: 'subrip', fates: { mkv: 'copied' }, mayConvert: true },
    ])
    const real = openFilmTools()
    const able = { ...(await real.capabilities()), encoders: new Set(['libx264']) }
    const few = await filmChoices(at('film.mkv'), { ...real, capabilities: async () => able })
    expect(few.forms).toEqual(['as-is', 'mp4-h264', 'mkv'])
  })

  test('copies pictures that are in the family already, and writes others anew, every frame at its time', async () => {
    await run('one.mp4', { form: 'mp4-h264' })
    expect(codecs('one.mp4')).toEqual(['h264', 'aac', 'mov_text'])
    expect(probe(at('one.mp4'), 'packet=size', '-select_streams', 'v')).toEqual(
      probe(at('film.mkv'), 'packet=size', '-select_streams', 'v'),
    )
    await run('two.mov', { form: 'mov-prores', tracks: [{ index: 1, rule: 'leave' }] })
    expect(codecs('two.mov')).toEqual(['prores', 'mov_text'])
    expect(times('two.mov')).toEqual(times('film.mkv').map((time) => expect.closeTo(time, 3)))
    await run('three.mp4', { form: 'mp4-h265', tracks: [{ index: 2, rule: 'leave' }] })
    expect(codecs('three.mp4')).toEqual(['hevc', 'aac'])
  })

  test('without private data keeps languages and drops places', async () => {
    await run('bare.mkv', { form: 'mkv' }, { bareComment: 'Restored with Daguerre.' })
    expect(probe(at('bare.mkv'), 'format_tags=location')).toEqual([])
    expect(probe(at('bare.mkv'), 'stream_tags=language')).toContain('fra')
    expect(probe(at('bare.mkv'), 'stream_tags=title')).toEqual([])
    expect(codecs('bare.mkv')).toEqual(['h264', 'flac', 'subrip'])
  })

  test('leaves nothing when it is called off', async () => {
    const signal = AbortSignal.abort()
    expect(await run('off.mov', { form: 'mov-prores' }, { signal }).catch(codeOf)).toBe('cancelled')
    expect(existsSync(at('off.mov'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test.each(['side', 'divider'] as const)('puts before and after into one film: %s', async (kind) => {
    const beside = { original: at('before.mp4'), from: 0.5, kind }
    await run(`${kind}.mp4`, {}, { input: at('after.mp4'), beside })
    // The restored film leads: its frames, its pace, its sound.
    expect(times(`${kind}.mp4`)).toEqual(times('after.mp4').map((time) => expect.closeTo(time, 3)))
    expect(codecs(`${kind}.mp4`)).toEqual(['h264', 'aac'])
    const still = at(`${kind}.jpg`)
    await makeStill({ input: at(`${kind}.mp4`), at: 0.9, output: still, signal: new AbortController().signal })
    const { data, info } = await sharp(still).raw().toBuffer({ resolveWithObject: true })
    expect(info.width).toBe(kind === 'side' ? 258 : 128)
    expect(info.height).toBe(96)
    const colour = (x: number) => [...data.subarray((48 * info.width + x) * 3, (48 * info.width + x) * 3 + 3)]
    const [red, , green] = [colour(20), 0, colour(info.width - 20)]
    expect((red[0] as number) > 180 && (red[2] as number) < 80).toBe(true)
    expect((green[2] as number) > 180 && (green[0] as number) < 80).toBe(true)
    if (kind === 'divider') expect(Math.min(...colour(64))).toBeGreaterThan(200)
  })
})
