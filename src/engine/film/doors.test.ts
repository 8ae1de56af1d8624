import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportOptions } from '../../shared/export.ts'
import { builtInModels } from '../built-in-models.ts'
import { pictureMedia } from '../catalog/picture-media.ts'
import { openTemporary, someOriginal, someRestoration } from '../catalog/testing.ts'
import { estimateExport } from '../export/estimate.ts'
import { exportRestorations } from '../export/export-restorations.ts'
import { createPerformer } from '../jobs/perform.ts'
import { makePyramid } from '../media/pyramid.ts'
import type { FilmReport } from './film-report.ts'
import { hasFfmpeg, makeFilm, newFolder, picture, probe, quickly, recipeOf, step, unlessSkipped } from './testing.ts'

const folder = newFolder()
const film = join(folder, 'film.mp4')
const day = ['-metadata', 'creation_time=1998-07-14T12:00:00Z']
beforeAll(() => {
  if (!hasFfmpeg) return
  makeFilm(film, ...picture(0.6), '-vf', 'setsar=2/1', ...quickly, ...day)
})
const settings = { models: [builtInModels()], device: 'cpu' as const, threads: 1 }
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.runIf(hasFfmpeg)(unlessSkipped('a film'), { timeout: 300_000 }, () => {
  test('is catalogued as one, with its day and a frame in the shape it has on screen', async () => {
    const described = await pictureMedia.describe(film)
    expect(described).toMatchObject({ kind: 'video', width: 64, height: 48, format: 'mp4', date: '1998-07-14' })
    const thumb = join(folder, 'thumb.webp')
    await pictureMedia.thumbnail(film, thumb)
    expect(await sharp(thumb).metadata()).toMatchObject({ format: 'webp', width: 128, height: 48 })
    expect(await makePyramid(film, join(folder, 'tiles'))).toMatchObject({ width: 128, height: 48 })
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
      recipe: recipeOf(step('deflicker'), step('stabilise')),
      without: ['stabilise'],
      scratch: { places: [scratch], name: 'film-job' },
    }
    const seen: (number | undefined)[] = []
    const controls = {
      cancelled: () => false,
      onProgress: ({ framesPerSecond }: { framesPerSecond?: number | undefined }) => seen.push(framesPerSecond),
    }
    const report = (await createPerformer()(task, settings, controls)) as FilmReport
    expect(report).toMatchObject({ output: join(folder, 'job.mp4'), film: { frames: 15 }, invention: { map: null } })
    const ran = report.recipe.steps.filter(({ enabled }) => enabled).map(({ operation }) => operation)
    expect(ran).toEqual(['deflicker'])
    expect(existsSync(join(scratch, 'film-job'))).toBe(false)
    expect(seen.some((pace) => pace !== undefined && pace > 0)).toBe(true)
  })

  test('is exported as it is, and replaces only what we made', async () => {
    const catalog = openTemporary()
    const original = someOriginal('film.avi', { kind: 'video', path: film })
    const restored = someRestoration(original)
    const row = { ...restored, file: restored.file.replace('.png', '.mp4') }
    catalog.originals.add([original])
    catalog.restorations.add(row)
    const result = join(catalog.library.root, row.file)
    mkdirSync(dirname(result), { recursive: true })
    const told = ['-metadata', 'comment=Restored with Daguerre.', '-metadata', 'location=+48.85+002.35/']
    makeFilm(result, '-i', film, '-c', 'copy', ...day, ...told)
    const bytes = statSync(result).size
    const out = join(folder, 'exported')
    mkdirSync(out)
    const options = exportOptions.parse({ format: 'jpeg', template: '{name}', collision: 'replace' })
    const needs = {
      catalog,
      settings: () => settings,
      perform: () => Promise.reject(new Error('no photo')),
      log: () => {},
    }
    const request = { restorations: [row.id], options, folder: out, signal: new AbortController().signal }
    const names = async (also = {}) => {
      const wanted = { ...request, options: { ...options, ...also } }
      const { files, failed } = await exportRestorations(needs, { ...wanted, onProgress: () => undefined })
      expect(failed).toEqual([])
      return files.map((file) => [file.name, file.bytes])
    }
    expect(await names()).toEqual([['film.mp4', bytes]])
    expect(await names()).toEqual([['film.mp4', bytes]])
    copyFileSync(film, join(out, 'film.mp4'))
    expect(await names()).toEqual([['film-2.mp4', bytes]])
    expect(probe(join(out, 'film-2.mp4'), 'format_tags=location')).not.toEqual([])
    expect(await names({ keepPrivateData: false, template: 'shared' })).toEqual([['shared.mp4', expect.any(Number)]])
    expect(probe(join(out, 'shared.mp4'), 'format_tags=location')).toEqual([])
    expect(probe(join(out, 'shared.mp4'), 'format_tags=creation_time').join()).toMatch(/^1998-07-14/)
    expect(probe(join(out, 'shared.mp4'), 'format_tags=comment').join()).toContain('Daguerre')
    expect(probe(join(out, 'shared.mp4'), 'packet=size')).toEqual(probe(result, 'packet=size'))
    expect(await estimateExport(catalog, [row.id], options)).toEqual({ bytes, dpi: null, soft: 0 })
  })
})
