import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { tileAddress } from '../../shared/assets.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { filesOfOriginal } from '../catalog/doomed.ts'
import { fingerprint } from '../catalog/hash.ts'
import { openTemporary, someOriginal, someRestoration, temporaryFolder } from '../catalog/testing.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Estimator } from '../jobs/estimate.ts'
import type { Lane } from '../jobs/lane.ts'
import { tenSeconds } from '../jobs/testing.ts'
import type { Task } from '../jobs/worker-messages.ts'
import { previewFile, previewFolder, trimPreviews } from '../preview-files.ts'
import { createLocator } from '../renditions.ts'
import { newerOperations } from './newer.ts'
import { affordable, viewerHandlers } from './viewer.ts'

const recipe: Recipe = {
  version: 1,
  name: 'Enlarged',
  steps: [
    {
      operation: 'upscale',
      version: 1,
      enabled: true,
      params: { scale: 2 },
      models: [{ id: 'upscale-clean-x2', sha256: 'a'.repeat(64) }],
    },
  ],
}
/** Ten seconds for a megapixel, and two that nothing can help. */
const estimator: Estimator = {
  ...tenSeconds,
  seconds: (wish, { width, height }) =>
    2 + (typeof wish === 'object' && wish.steps.length > 0 ? (width * height) / 1e5 : 0),
}
const modelsWith = (sha256: string) => ({ find: () => ({ card: { sha256 } }) }) as unknown as ModelStore

async function withPicture() {
  const catalog = openTemporary()
  const path = join(temporaryFolder(), 'big.png')
  await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
    .png()
    .toFile(path)
  const original = someOriginal('big.png', { path, width: 900, height: 600, ...(await fingerprint(path)) })
  catalog.originals.add([original])
  return { catalog, original }
}

describe('the part that is shown beforehand', () => {
  test('is the middle of what was asked for, as large as can be made in time', () => {
    const whole = { left: 0, top: 0, width: 1, height: 1 }
    const part = affordable(whole, { width: 4000, height: 3000 }, recipe, estimator, 1.3)
    expect(part.left + part.width / 2).toBeCloseTo(0.5)
    expect(part.width * 4000 * part.height * 3000).toBeLessThanOrEqual(130_000)
    expect(part.width * 4000 * part.height * 3000).toBeGreaterThan(90_000)
  })
  test('is left as it was where that is quick, and is never nothing', () => {
    const small = { left: 0.2, top: 0.3, width: 0.1, height: 0.1 }
    const same = affordable(small, { width: 2000, height: 2000 }, recipe, estimator, 1.3)
    for (const key of ['left', 'top', 'width', 'height'] as const) expect(same[key]).toBeCloseTo(small[key])
    const slow = { ...estimator, seconds: () => Number.NaN }
    expect(affordable(small, { width: 5000, height: 5000 }, recipe, slow, 1.3).width * 5000).toBeGreaterThan(100)
  })
  test('is asked of the worker, and stopped when nobody wants it any more', async () => {
    const { catalog, original } = await withPicture()
    const steer = vi.fn()
    const tasks: Task[] = []
    const report = { box: { left: 90, top: 60, width: 180, height: 120 }, frame: { width: 900, height: 600 } }
    const lane = {
      run: (task: Task) => {
        tasks.push(task)
        return { result: Promise.resolve({ ...report, width: 360, height: 240, leftOut: [], seconds: 1 }), steer }
      },
    } as unknown as Lane
    const settings = () => ({ models: [], device: 'cpu' as const, threads: 1 })
    const handlers = viewerHandlers({ catalog, lane, estimator, settings, models: modelsWith('b') })
    const control = new AbortController()
    const region = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
    const made = await handlers['photo.preview'](
      { id: original.id, recipe, region },
      { signal: control.signal, emit: () => undefined },
    )
    expect(made).toMatchObject({ region, width: 360, height: 240 })
    expect(tasks[0]).toMatchObject({ kind: 'preview', inputSha256: original.sha256 })
    control.abort()
    expect(steer).toHaveBeenCalledWith('stop')
    const everything = { left: 0, top: 0, width: 1, height: 1 }
    const context = { signal: new AbortController().signal, emit: () => undefined }
    await handlers['photo.preview']({ id: original.id, recipe, region: everything, side: 256 }, context)
    expect(tasks[1]).toMatchObject({ kind: 'preview', region: everything, side: 256 })
  })
})

test('a step is told to be newer when its network is another file today', () => {
  expect(newerOperations(recipe, modelsWith('a'.repeat(64)))).toEqual([])
  expect(newerOperations(recipe, modelsWith('b'.repeat(64)))).toEqual(['upscale'])
})

test('tiles are found once the pyramid is made, and go with their picture', async () => {
  const { catalog, original } = await withPicture()
  const restoration = someRestoration(original)
  catalog.restorations.add(restoration)
  const lane = {} as Lane
  const settings = () => ({ models: [], device: 'cpu' as const, threads: 1 })
  const handlers = viewerHandlers({ catalog, lane, estimator, settings, models: modelsWith('b') })
  const locate = createLocator(catalog)
  const address = tileAddress('tile', original.id, 1, 1, 1)
  expect(codeOf(await locate(address).catch((error: unknown) => error))).toBe('not-found')
  const context = { signal: new AbortController().signal, emit: () => undefined }
  const made = await handlers['photo.pyramid']({ id: original.id, of: 'original' }, context)
  expect(made).toEqual({ width: 900, height: 600, tile: 512, levels: 2 })
  const found = await locate(address)
  expect(found).toMatchObject({ type: 'image/jpeg' })
  expect(existsSync(join(catalog.library.root, found.file))).toBe(true)
  for (const bad of [`tile/${original.id}.1.9.9`, `tile/${original.id}.1`, `r-tile/${restoration.id}.0.0.0`])
    expect(codeOf(await locate(bad).catch((error: unknown) => error))).toBe('not-found')
  catalog.doomed.add(filesOfOriginal(original.sha256))
  await catalog.doomed.deleteAll()
  expect(existsSync(join(catalog.library.root, found.file))).toBe(false)
})

test('of previews the newest stay', async () => {
  const root = temporaryFolder()
  const names = [1, 2, 10].map((number) => `${number}-${'0'.repeat(20)}`)
  for (const name of names) {
    const file = join(root, previewFile(name) as string)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'x')
  }
  await trimPreviews(root, 1)
  expect(names.map((name) => existsSync(join(previewFolder(root), `${name}.png`)))).toEqual([false, false, true])
  expect(previewFile('../secret')).toBeUndefined()
})
