import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
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
} from './testing.ts'

const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Mirrors every frame: work that can be seen, and quick. */
const mirror = recipeOf(step('crop-rotate', { flip: 'horizontal' }))
const restore = (input: string, output: string, more: Partial<Parameters<typeof restoreFilm>[0]> = {}) =>
  restoreFilm({ ...quietContext(), input, output, recipe: mirror, scratchPlaces: [folder], ...more })

describe.runIf(hasFfmpeg)(unlessSkipped('a film'), () => {
  test('with sound comes out whole', async () => {
    const film = makeFilm(at('plain.mp4'), ...picture(1.2), ...tone(1.2), ...quickly, '-c:a', 'aac')
    const report = await restore(film, at('plain-out.mp4'))
    expect(report).toMatchObject({ width: 64, height: 48, film: { frames: 30, codec: 'h264', container: 'mp4' } })
    expect(probe(at('plain-out.mp4'), 'stream=codec_name,codec_type')).toEqual(['h264,video', 'aac,audio'])
    const times = (file: string) => probe(file, 'frame=pts_time', '-select_streams', 'v')
    expect(times(at('plain-out.mp4'))).toEqual(times(film))
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    expect(existsSync(film)).toBe(true)
  })
})
