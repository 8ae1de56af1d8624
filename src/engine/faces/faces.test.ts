import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FoundFaces } from '../../shared/faces.ts'
import { createRaster, type Raster } from '../../shared/image/raster.ts'
import { analyzePicture } from '../analysis/analyze.ts'
import { type Catalog, openCatalog } from '../catalog/catalog.ts'
import { importFiles } from '../catalog/import.ts'
import { pictureMedia } from '../catalog/picture-media.ts'
import { faceHandlers } from '../handlers/faces.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { installFaceNetworks } from '../inference/testing/face-stand-ins.ts'
import type { Lane } from '../jobs/lane.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'
import { facesOf } from './find-in-picture.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-face-search-'))
const store = join(folder, 'models')
installFaceNetworks(store)
const models = openModelStore([store])
const sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
let catalog: Catalog
beforeAll(() => {
  catalog = openCatalog(join(folder, 'library'))
})
afterAll(async () => {
  catalog.close()
  await sessions.release()
  rmSync(folder, { recursive: true })
})

/** Two bright squares, which the stand-in takes for faces. */
function picture(side = 256, channels: 1 | 4 = 1): Raster {
  const image = createRaster(side, side, channels, false)
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [i % side, Math.floor(i / side)]
    const face = [32, 160].some((at) => x >= at && x < at + 32 && y >= 96 && y < 128)
    image.store.fill(face ? 0.8 : 0.2, i * channels, (i + 1) * channels)
  }
  return image
}

describe('looking for faces', () => {
  test.each([1, 4] as const)('finds them in a picture of %i channels and says how good they are', async (channels) => {
    const { detector, faces } = await facesOf(picture(256, channels), { models, sessions })
    expect(detector).toBe('face-detect')
    expect(faces.map(({ box }) => Math.round(box[0])).toSorted((a, b) => a - b)).toEqual([24, 152])
    expect(faces[0]).toMatchObject({ limit: null, eyes: expect.closeTo(24, 0), lean: expect.closeTo(0, 0) })
  })

  test('without a detector nobody looks, and it is said', async () => {
    const none = { models: openModelStore([]), sessions }
    expect(await facesOf(picture(), none)).toEqual({ detector: null, faces: [] })
  })

  test('an analysis tells of them when it is asked to', async () => {
    const image = { raster: picture(), bitDepth: 8 as const, metadata: {} }
    expect((await analyzePicture(image, { models, sessions, faces: true })).faces.length).toBe(2)
    expect((await analyzePicture(image, { models, sessions })).faces).toEqual([])
  })
})

describe('faces.find', () => {
  const signal = new AbortController().signal
  let asked = 0
  const found: FoundFaces = { detector: 'face-detect', faces: [] }
  const lane: Lane = {
    run: () => {
      asked++
      return { result: Promise.resolve(found) as Promise<never>, steer: () => undefined }
    },
    close: async () => undefined,
  }
  const handlers = (chosen: Partial<WorkerSettings> = {}) =>
    faceHandlers({ catalog, lane, models, settings: () => ({ models: [store], device: 'cpu', threads: 1, ...chosen }) })
  const find = (id: string, chosen?: Partial<WorkerSettings>) =>
    handlers(chosen)['faces.find']({ id }, { signal, emit: () => undefined })
  let id = ''
  beforeAll(async () => {
    const file = join(folder, 'two.png')
    const bytes = Buffer.from(Uint8Array.from(picture().store, (value) => Math.round(value * 255)))
    await sharp(bytes, { raw: { width: 256, height: 256, channels: 1 } })
      .png()
      .toFile(file)
    const [added = ''] = (await importFiles(catalog, { paths: [file], media: pictureMedia })).added
    id = added
  })

  test('looks once and remembers', async () => {
    await find(id)
    expect(await find(id)).toEqual(found)
    expect(asked).toBe(1)
  })

  test('switched off, nobody looks', async () => {
    expect(await find(id, { faces: false })).toEqual({ detector: null, faces: [] })
    expect(asked).toBe(1)
  })

  test('another network looks again', async () => {
    catalog.db.prepare("UPDATE faces SET stamp = 'another'").run()
    await find(id)
    expect(asked).toBe(2)
  })
})
