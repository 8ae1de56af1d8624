import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tileAddress } from '../../src/shared/assets.ts'
import type { Job } from '../../src/shared/entities.ts'
import {
  drawPhotos,
  enlarge,
  importAll,
  isBuilt,
  type RunningTestEngine,
  sha256Of,
  startEngine,
  untilIdle,
} from './engine-runner.ts'

let folder: string
let library: string
let engine: RunningTestEngine
let photos: string[]
let ids: string[]

beforeAll(async () => {
  if (!isBuilt) throw new Error('These tests run the built engine: npm run build first.')
  folder = await mkdtemp(join(tmpdir(), 'daguerre-engine-'))
  library = join(folder, 'library')
  photos = await drawPhotos(join(folder, 'photos'), 3)
  engine = await startEngine(library)
  ids = await importAll(engine, photos)
})
afterAll(async () => {
  await engine?.stop()
  await rm(folder, { recursive: true, force: true })
})

const asset = async (address: string) => {
  const { file, type } = await engine.link.shell('assets.locate', { asset: address })
  return { type, ...(await sharp(join(library, file)).metadata()) }
}

describe('the engine process', () => {
  test('tells what it is', async () => {
    const info = await engine.call('system.info', {})
    expect(info).toMatchObject({ library, device: 'cpu', threads: 1 })
  })

  test('a page cannot reach the shell contract, nor name a path', async () => {
    const page = engine.call as unknown as (name: string, input: unknown) => Promise<unknown>
    await expect(page('grants.issue', { paths: ['/etc'] })).rejects.toMatchObject({ code: 'unknown-method' })
    await expect(engine.call('catalog.import', { grants: ['/etc/passwd'] })).rejects.toMatchObject({
      code: 'grant-expired',
    })
  })

  test('restores, catalogues and shows', async () => {
    const before = await Promise.all(photos.map(sha256Of))
    const seen: Job[] = []
    const stop = new AbortController()
    const watching = engine.call('jobs.watch', {}, { signal: stop.signal, onEvent: ({ jobs }) => seen.push(...jobs) })
    const { jobs } = await engine.call('jobs.restore', { ids, recipe: enlarge })
    expect(jobs).toHaveLength(3)
    const all = await untilIdle(engine.call)
    expect(all.map((job) => job.state)).toEqual(['done', 'done', 'done'])
    stop.abort()
    await watching

    const mine = seen.filter((job) => job.id === jobs[0])
    const progress = mine.map((job) => job.progress)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
    for (const job of mine) expect(job.secondsLeft ?? 0).toBeGreaterThanOrEqual(0)

    const { original, restorations } = await engine.call('catalog.get', { id: ids[0] as string })
    const [restoration] = restorations
    expect(restoration).toMatchObject({ width: 192, height: 192, name: 'Enlarged', originalId: original.id })
    expect(restoration?.recipe.steps[0]?.models[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await asset(restoration?.full as string)).toMatchObject({ width: 192, type: 'image/jpeg' })
    expect(await asset(restoration?.view as string)).toMatchObject({ width: 192, type: 'image/webp' })
    expect(await asset(original.thumb)).toMatchObject({ width: 96 })
    expect(await asset(original.full)).toMatchObject({ width: 96, height: 96 })
    expect(await Promise.all(photos.map(sha256Of))).toEqual(before)
    const { seconds } = await engine.call('photo.estimate', { id: ids[0] as string, recipe: enlarge })
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(60)
  })

  test('looks at a picture', async () => {
    const analysis = await engine.call('photo.analyze', { id: ids[0] as string })
    expect(analysis).toMatchObject({ width: 96, height: 96 })
    expect(analysis.recipe.version).toBe(1)
  })

  test('C12: shows a part of a picture as it will be and keeps nothing of it; cuts a large one into tiles', async () => {
    const [id] = ids as [string]
    const kept = async () => (await readdir(join(library, 'Restorations'), { recursive: true })).length
    const before = await kept()
    const region = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }
    const preview = await engine.call('photo.preview', { id, recipe: enlarge, region })
    expect(preview).toMatchObject({ region, width: 96, height: 96, leftOut: [] })
    expect(await asset(preview.asset)).toMatchObject({ width: 96, height: 96, type: 'image/png' })
    expect(await kept()).toBe(before)
    const stop = new AbortController()
    // Of another part: this one is known already.
    const elsewhere = { ...region, left: 0.3 }
    const unwanted = engine.call('photo.preview', { id, recipe: enlarge, region: elsewhere }, { signal: stop.signal })
    stop.abort()
    await expect(unwanted).rejects.toMatchObject({ code: 'cancelled' })

    const { restorations } = await engine.call('catalog.get', { id })
    const made = restorations[0] as (typeof restorations)[number]
    const pyramid = await engine.call('photo.pyramid', { id: made.id, of: 'restoration' })
    expect(pyramid).toMatchObject({ width: 192, height: 192, levels: 1 })
    expect(await asset(tileAddress('r-tile', made.id, 0, 0, 0))).toMatchObject({ width: 192, type: 'image/jpeg' })
    expect(await engine.call('photo.newer', { restorationId: made.id })).toEqual({ operations: [] })
  })

  test('a recipe that cannot run is refused before it waits', async () => {
    const recipe = { ...enlarge, steps: [{ operation: 'no-such-thing', version: 1 }] }
    await expect(engine.call('jobs.restore', { ids, recipe })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('a picture that is gone fails with its reason, and the queue goes on', async () => {
    const [gone, fine] = await drawPhotos(join(folder, 'more'), 2, 64)
    const added = await importAll(engine, [gone as string, fine as string])
    await rm(gone as string)
    await engine.call('jobs.restore', { ids: added, recipe: enlarge })
    const jobs = (await untilIdle(engine.call)).filter((job) => added.includes(job.originalId))
    expect(jobs.map((job) => `${job.title} ${job.state} ${job.error?.code ?? ''}`).toSorted()).toEqual([
      'photo 1.png failed file-missing',
      'photo 2.png done ',
    ])
  })

  test('cancel answers at once and leaves nothing', async () => {
    const [large] = await drawPhotos(join(folder, 'large'), 1, 500)
    const [id] = await importAll(engine, [large as string])
    const { jobs } = await engine.call('jobs.restore', { ids: [id as string], recipe: enlarge })
    await expect.poll(async () => (await jobOf(jobs[0])).state).toBe('running')
    const start = performance.now()
    await engine.call('jobs.cancel', { ids: jobs })
    expect(performance.now() - start).toBeLessThan(500)
    expect((await jobOf(jobs[0])).state).toBe('cancelled')
    const { original } = await engine.call('catalog.get', { id: id as string })
    const results = join(library, 'Restorations', original.sha256.slice(0, 2), original.sha256)
    await expect.poll(() => (existsSync(results) ? readdir(results) : [])).toEqual([])
    // The lane is free again.
    await engine.call('jobs.restore', { ids: [ids[0] as string], recipe: enlarge })
    expect((await untilIdle(engine.call)).at(-1)?.state).toBe('done')
  })

  test('pause keeps the work in hand; resume goes on with it', async () => {
    const [id] = await importAll(engine, await drawPhotos(join(folder, 'paused'), 1, 520))
    const { jobs } = await engine.call('jobs.restore', { ids: [id as string], recipe: enlarge })
    await expect.poll(async () => (await jobOf(jobs[0])).stage, { timeout: 10_000 }).toBe('upscale')
    await engine.call('jobs.pause', {})
    // The tile in hand is finished, then nothing moves.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const paused = await jobOf(jobs[0])
    expect(paused.progress).toBeLessThan(0.9)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const still = await jobOf(jobs[0])
    expect([still.progress, still.secondsSpent]).toEqual([paused.progress, paused.secondsSpent])
    expect((await engine.call('jobs.list', {})).paused).toBe(true)
    await engine.call('jobs.resume', {})
    await untilIdle(engine.call)
    expect(await jobOf(jobs[0])).toMatchObject({ state: 'done', attempts: 1 })
  })

  test('exports, with names that do not meet', async () => {
    const { restorations } = await engine.call('catalog.get', { id: ids[0] as string })
    const chosen = [restorations[0]?.id as string, restorations[0]?.id as string]
    const out = join(folder, 'out')
    await mkdir(out)
    const { grants } = await engine.link.shell('grants.issue', { paths: [out] })
    const progress: number[] = []
    const { files, failed } = await engine.call(
      'export.run',
      {
        restorations: chosen,
        folder: grants[0] as string,
        options: { format: 'jpeg', template: '{name} {preset} {n}' },
      },
      { onEvent: ({ done }) => progress.push(done) },
    )
    expect(failed).toEqual([])
    expect(files.map((file) => file.name)).toEqual(['photo 1 Enlarged 1.jpg', 'photo 1 Enlarged 2.jpg'])
    expect(progress).toEqual([1, 2])
    const again = await engine.call('export.run', {
      restorations: chosen,
      folder: grants[0] as string,
      options: { format: 'jpeg' },
    })
    expect(again.files.map((file) => file.name)).toEqual(['photo 1_restored.jpg', 'photo 1_restored-2.jpg'])
    expect(await sharp(join(out, 'photo 1_restored.jpg')).metadata()).toMatchObject({ format: 'jpeg', width: 192 })
    expect((await readFile(join(out, 'photo 1_restored.jpg'))).includes('compositeWithTrainedAlgorithmicMedia')).toBe(
      true,
    )
  })

  test('an export carries what the original says of itself, unless that is private', async () => {
    const file = join(folder, 'camera.jpg')
    const exif = { IFD0: { Artist: 'Aunt Mei' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '1/1 2/1 3/1' } }
    await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .withExif(exif)
      .jpeg()
      .toFile(file)
    const [id] = await importAll(engine, [file])
    await engine.call('jobs.restore', { ids: [id as string], recipe: enlarge })
    await untilIdle(engine.call)
    const { restorations } = await engine.call('catalog.get', { id: id as string })
    const save = async (keepPrivateData: boolean, template: string) => {
      const { files, failed } = await engine.call('export.run', {
        restorations: [restorations[0]?.id as string],
        folder: null,
        options: { format: 'jpeg', keepPrivateData, template },
      })
      expect(failed).toEqual([])
      return (await readFile(join(library, 'Exports', files[0]?.name as string))).toString('latin1')
    }
    expect(await save(true, 'kept')).toContain('Aunt Mei')
    expect(await save(false, 'stripped')).not.toContain('Aunt Mei')
    // The original may be on a drive that is not plugged in: its words are in the result, too.
    await rm(file)
    expect(await save(true, 'without original')).toContain('Aunt Mei')
  })

  test.each([
    'export/..',
    'export/..%2F..%2Fdaguerre.sqlite',
    'export/%2e%2e%2fdaguerre.sqlite',
    'export/daguerre.sqlite',
    'thumb/..%2Fx',
    'thumb/none',
    'r-map/none',
    'nothing/x',
    'thumb',
    '',
    '__proto__/x',
  ])('there is no asset %j', async (asset) => {
    await expect(engine.link.shell('assets.locate', { asset })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a rendition asked for many times at once is made once', async () => {
    const { original } = await engine.call('catalog.get', { id: ids[1] as string })
    const asked = Array.from({ length: 10 }, () => engine.link.shell('assets.locate', { asset: original.view }))
    expect(new Set((await Promise.all(asked)).map(({ file }) => file)).size).toBe(1)
  })

  test('exports into the library can be downloaded', async () => {
    const { restorations } = await engine.call('catalog.get', { id: ids[0] as string })
    const { files } = await engine.call('export.run', {
      restorations: [restorations[0]?.id as string, 'no-such'],
      folder: null,
      options: { format: 'webp', template: 'CON' },
    })
    expect(files[0]).toMatchObject({ name: '_CON.webp', asset: 'export/_CON.webp' })
    expect(await engine.link.shell('assets.locate', { asset: files[0]?.asset as string })).toEqual({
      file: 'Exports/_CON.webp',
      type: 'image/webp',
      downloadName: '_CON.webp',
    })
  })

  test('the inside of the library takes no exports', async () => {
    const { restorations } = await engine.call('catalog.get', { id: ids[0] as string })
    for (const inside of ['Originals', 'Restorations/ab', 'Cache']) {
      const { grants } = await engine.link.shell('grants.issue', { paths: [join(library, inside)] })
      await expect(
        engine.call('export.run', {
          restorations: [restorations[0]?.id as string],
          folder: grants[0] as string,
          options: { format: 'png' },
        }),
      ).rejects.toMatchObject({ code: 'would-overwrite' })
    }
  })

  test('an original that is taken out takes its work along', async () => {
    const [id] = await importAll(engine, await drawPhotos(join(folder, 'removed'), 1, 501))
    const { jobs } = await engine.call('jobs.restore', { ids: [id as string], recipe: enlarge })
    await expect.poll(async () => (await jobOf(jobs[0])).state).toBe('running')
    const { original } = await engine.call('catalog.get', { id: id as string })
    await engine.call('catalog.remove', { ids: [id as string] })
    expect((await engine.call('jobs.list', {})).jobs.map((job) => job.id)).not.toContain(jobs[0])
    const results = join(library, 'Restorations', original.sha256.slice(0, 2), original.sha256)
    await expect.poll(() => (existsSync(results) ? readdir(results) : [])).toEqual([])
    expect(existsSync(join(folder, 'removed', 'photo 1.png'))).toBe(true)
  })

  test('a second engine on the same library is told so', async () => {
    await expect(startEngine(library)).rejects.toMatchObject({ code: 'catalog-busy' })
  })

  test('after a stop in good order the work waits and costs no attempt', async () => {
    const [id] = await importAll(engine, await drawPhotos(join(folder, 'stopped'), 1, 321))
    const { jobs } = await engine.call('jobs.restore', { ids: [id as string], recipe: enlarge })
    await expect.poll(async () => (await jobOf(jobs[0])).state).toBe('running')
    await engine.stop()
    engine = await startEngine(library)
    await untilIdle(engine.call)
    expect(await jobOf(jobs[0])).toMatchObject({ state: 'done', attempts: 1 })
  })
})

async function jobOf(id: string | undefined): Promise<Job> {
  const { jobs } = await engine.call('jobs.list', {})
  return jobs.find((job) => job.id === id) as Job
}
