import { existsSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { playableFiles } from '../catalog/library.ts'
import { openTemporary, someOriginal } from '../catalog/testing.ts'
import { filmHandlers } from '../handlers/film.ts'
import { createLocator } from '../renditions.ts'
import { playableForm, readProgress } from './arguments/watch.ts'
import { hasFfmpeg, makeFilm, newFolder, picture, probe, quickly, tone, unlessSkipped } from './testing.ts'
import { openFilmTools } from './tools/film-tools.ts'
import { lookOf, makeStill } from './watch.ts'

const folder = newFolder()
const film = join(folder, 'film.mov')
beforeAll(() => {
  if (!hasFfmpeg) return
  makeFilm(film, ...picture(1), ...tone(1), '-vf', 'setsar=2/1', ...quickly, '-c:a', 'pcm_s16le')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('VP8 before H.264, which few browsers play; neither is no way', () => {
  const able = (...names: string[]) => ({ encoders: new Set(names) }) as never
  expect(playableForm(able('libx264', 'libvpx'))?.ending).toBe('.webm')
  expect(playableForm(able('libx264'))?.ending).toBe('.mp4')
  expect(playableForm(able('prores_ks'))).toBeUndefined()
  expect(readProgress('out_time_us=1500000')).toBe(1.5)
  expect(readProgress('frame=12')).toBeUndefined()
})

describe.runIf(hasFfmpeg)(unlessSkipped('watching'), { timeout: 120_000 }, () => {
  const open = () => {
    const catalog = openTemporary()
    const handlers = filmHandlers({ catalog })
    const { size, mtimeMs } = statSync(film)
    const original = someOriginal('film.mov', { path: film, bytes: size, mtime: Math.floor(mtimeMs), kind: 'video' })
    catalog.originals.add([original])
    return { catalog, handlers, original }
  }

  test('a film is described as it is shown', async () => {
    expect(await lookOf(film)).toMatchObject({ width: 128, height: 48, fps: 25, begin: 0, sounds: 1, codec: 'h264' })
  })

  test('a copy that plays holds every frame at its time, with sound', async () => {
    const { catalog, handlers, original } = open()
    const fractions: number[] = []
    const which = { id: original.id, of: 'original' as const }
    const emit = ({ fraction }: { fraction: number }) => fractions.push(fraction)
    const { asset } = await handlers['film.playable'](which, { signal: new AbortController().signal, emit })
    const { file, type } = await createLocator(catalog)(asset.split('?')[0] as string)
    expect(type).toMatch(/^video\//)
    const made = join(catalog.library.root, file)
    const times = (path: string) => probe(path, 'packet=pts_time', '-select_streams', 'v').map(Number)
    const before = times(film).toSorted((a, b) => a - b)
    expect(times(made).toSorted((a, b) => a - b)).toEqual(before.map((time) => expect.closeTo(time, 2)))
    expect(probe(made, 'stream=codec_type')).toEqual(['video', 'audio'])
    expect(fractions.at(-1)).toBeGreaterThan(0.5)
    // The second time nothing is made.
    const again = await handlers['film.playable'](which, { signal: AbortSignal.abort(), emit })
    expect(again.asset).toBe(asset)
  })

  test('nothing is left of a copy that nobody waits for', async () => {
    const { catalog, handlers, original } = open()
    const left = new AbortController()
    const which = { id: original.id, of: 'original' as const }
    const making = handlers['film.playable'](which, { signal: left.signal, emit: () => undefined })
    left.abort()
    expect(codeOf(await Promise.resolve(making).catch((error: unknown) => error))).toBe('cancelled')
    for (const file of playableFiles(original.sha256)) expect(existsSync(join(catalog.library.root, file))).toBe(false)
  })

  test('stepping asks once what a film is, and again when the file is another one', async () => {
    const tools = openFilmTools()
    const probes: string[] = []
    const probe = (file: string) => {
      probes.push(file)
      return tools.probe(file)
    }
    const counting = { ...tools, probe }
    const stepped = makeFilm(join(folder, 'stepped.mp4'), ...picture(0.4), ...quickly)
    const look = (at: number) =>
      makeStill(
        { input: stepped, at, output: join(folder, 'step.jpg'), signal: new AbortController().signal },
        counting,
      )
    await look(0)
    await look(0.2)
    expect(probes).toHaveLength(1)
    makeFilm(stepped, ...picture(0.8), ...quickly)
    await look(0)
    expect(probes).toHaveLength(2)
  })

  test('a still is the very frame, also at the end and after it', async () => {
    const signal = new AbortController().signal
    const pixels = async (at: number) => {
      const output = join(folder, `still-${at}.jpg`)
      await makeStill({ input: film, at, output, signal })
      expect(await sharp(output).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 48 })
      return sharp(output).raw().toBuffer()
    }
    const [first, second, last] = [await pixels(0), await pixels(0.4), await pixels(0.96)]
    expect(second.equals(first)).toBe(false)
    expect(last.equals(second)).toBe(false)
    // Of the frame before it looks: what is there, the very frame or one of its neighbours, is a frame of the end.
    expect((await pixels(1)).equals(first)).toBe(false)
  })
})
