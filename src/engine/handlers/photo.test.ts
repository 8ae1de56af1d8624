import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { question } from '../../shared/gallery.ts'
import { unlooked } from '../catalog/damage.ts'
import { fingerprint } from '../catalog/hash.ts'
import { openTemporary, someOriginal, temporaryFolder } from '../catalog/testing.ts'
import type { Lane } from '../jobs/lane.ts'
import { tenSeconds } from '../jobs/testing.ts'
import { type PhotoDeps, photoHandlers } from './photo.ts'

const everything = question.parse({})

async function withPictures(onLook: () => void = () => {}) {
  const catalog = openTemporary()
  const folder = temporaryFolder()
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) {
    const path = join(folder, name)
    writeFileSync(path, name)
    catalog.originals.add([someOriginal(name, { path, ...(await fingerprint(path)) })])
  }
  const lane = {
    run: () => {
      onLook()
      return { result: Promise.resolve({ findings: [{ kind: 'blurred', severity: 0.5 }] }), steer: () => {} }
    },
  } as unknown as Lane
  const settings = (() => ({})) as unknown as PhotoDeps['settings']
  const handlers = photoHandlers({ catalog, lane, estimator: tenSeconds, settings })
  return { catalog, folder, look: handlers['photo.look'], left: () => unlooked(catalog.db)(everything).length }
}

test('what nobody has looked at is looked at, and one file that is gone ends nothing', async () => {
  const { look, left, folder, catalog } = await withPictures()
  const gone = someOriginal('gone.jpg', { path: join(folder, 'gone.jpg') })
  catalog.originals.add([gone])
  const told: number[] = []
  const context = { signal: new AbortController().signal, emit: ({ done }: { done: number }) => told.push(done) }
  expect(await look(everything, context)).toEqual({ looked: 3, failed: 1 })
  expect(told).toEqual([0, 1, 2, 3])
  expect(left()).toBe(1)
})

test('a stop keeps what was found until then', async () => {
  const stop = new AbortController()
  const { look, left } = await withPictures(() => stop.abort())
  const stopped = await Promise.resolve(look(everything, { signal: stop.signal, emit: () => {} })).catch(codeOf)
  expect(stopped).toBe('cancelled')
  expect(left()).toBe(2)
})
