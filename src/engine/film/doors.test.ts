import { existsSync, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInModels } from '../built-in-models.ts'
import { pictureMedia } from '../catalog/picture-media.ts'
import { createPerformer } from '../jobs/perform.ts'
import type { FilmReport } from './film-report.ts'
import { hasFfmpeg, makeFilm, newFolder, picture, quickly, recipeOf, step, unlessSkipped } from './testing.ts'

const folder = newFolder()
const film = join(folder, 'film.mp4')
beforeAll(() => {
  if (!hasFfmpeg) return
  const day = ['-metadata', 'creation_time=1998-07-14T12:00:00Z']
  makeFilm(film, ...picture(0.6), '-vf', 'setsar=2/1', ...quickly, ...day)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.runIf(hasFfmpeg)(unlessSkipped('a film'), { timeout: 300_000 }, () => {
  test('is catalogued as one, with its day and a frame in the shape it has on screen', async () => {
    const described = await pictureMedia.describe(film)
    expect(described).toMatchObject({ kind: 'video', width: 64, height: 48, format: 'mp4', date: '1998-07-14' })
    const thumb = join(folder, 'thumb.webp')
    await pictureMedia.thumbnail(film, thumb)
    expect(await sharp(thumb).metadata()).toMatchObject({ format: 'webp', width: 128, height: 48 })
  })

  test('is restored by the worker of the queue, which leaves nothing of its scratch folder', async () => {
    const scratch = join(folder, 'scratch')
    mkdirSync(scratch)
    const output = join(folder, 'job.png')
    const task = {
      kind: 'restore' as const,
      input: film,
      inputSha256: 'a'.repeat(64),
      output,
      mask: join(folder, 'job.map.png'),
      recipe: recipeOf(step('deflicker')),
      scratch: { places: [scratch], name: 'film-job' },
    }
    const seen: (number | undefined)[] = []
    const controls = {
      cancelled: () => false,
      onProgress: ({ framesPerSecond }: { framesPerSecond?: number | undefined }) => seen.push(framesPerSecond),
    }
    const settings = { models: [builtInModels()], device: 'cpu' as const, threads: 1 }
    const report = (await createPerformer()(task, settings, controls)) as FilmReport
    expect(report).toMatchObject({ output: join(folder, 'job.mp4'), film: { frames: 15 }, invention: { map: null } })
    expect(existsSync(join(scratch, 'film-job'))).toBe(false)
    expect(seen.some((pace) => pace !== undefined && pace > 0)).toBe(true)
  })
})
