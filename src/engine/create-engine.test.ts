import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { temporaryFolder } from './catalog/testing.ts'
import { createEngine } from './create-engine.ts'

test('an upload a former engine left behind is in the catalog soon after the start', async () => {
  const library = temporaryFolder()
  const file = join(library, 'Originals', 'left.png')
  mkdirSync(join(library, 'Originals'))
  await sharp({ create: { width: 8, height: 6, channels: 3, background: 'teal' } }).toFile(file)
  utimesSync(file, 1_000_000_000, 1_000_000_000)
  const logged: unknown[] = []
  const engine = await createEngine({
    library,
    models: [],
    version: '0.0.0',
    log: (error) => logged.push(error),
    worker: 'none',
    onStuck: () => undefined,
  })
  const context = { signal: new AbortController().signal, emit: () => undefined }
  const all = async () => (await engine.pageHandlers['catalog.counts']({}, context)).all
  await expect.poll(all, { timeout: 10_000 }).toBe(1)
  await engine.close()
  expect(logged).toEqual([])
})
