import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import colorize from '../../operations/colorize/op.ts'
import { run } from '../../operations/colorize/run.ts'
import { createRaster, toFloats } from '../../shared/image/raster.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { chromaGuesser, tinter } from '../inference/testing/colour-stand-ins.ts'
import { writeOnnx } from '../inference/testing/onnx-writer.ts'
import { chain, gain, type StandIn } from '../inference/testing/stand-ins.ts'
import { testContext } from '../pipeline/test-context.ts'
import { installModel } from './install.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-colour-import-'))
const store = join(folder, 'store')
afterAll(() => rmSync(folder, { recursive: true }))

async function install(name: string, { nodes, weights, channels = { input: 3, output: 3 } }: StandIn) {
  const file = join(folder, `${name}.onnx`)
  writeFileSync(file, writeOnnx(nodes, weights, channels))
  return installModel({ store, files: [file], reserved: [], now: '2026-01-01T00:00:00.000Z' })
}
const warm = tinter([
  { at0: 20, at1: 250 },
  { at0: 10, at1: 220 },
  { at0: 15, at1: 180 },
])

test('a network from bytes of gray to bytes of colour is one like DeOldify', async () => {
  expect(await install('from-bytes', warm)).toMatchObject({
    task: 'colorize',
    input: { channels: 3, range: [0, 255], colour: 'rgb' },
    output: { channels: 3, range: [0, 255], colour: 'rgb' },
  })
})

test('one from RGB to two channels is one like DDColor', async () => {
  expect(await install('to-chroma', chromaGuesser({ at0: 30, at1: -20 }, { at0: 0, at1: 20 }))).toMatchObject({
    task: 'colorize',
    multiple: 32,
    input: { channels: 3, range: [0, 1] },
    output: { channels: 2, colour: 'lab' },
  })
})

test('cleaners stay what they are', async () => {
  expect((await install('cleaner', chain(1))).task).toBe('upscale')
  expect((await install('identity', gain(1))).task).toBe('upscale')
})

test('what was imported colours a picture', async () => {
  const sessions = createSessionPool(openModelStore([store]), { device: 'cpu', threads: 1 })
  const image = createRaster(60, 40, 1, false)
  for (let i = 0; i < image.store.length; i++) image.store[i] = 0.2 + (0.6 * (i % 60)) / 60
  for (const model of ['from-bytes', 'to-chroma']) {
    const params = colorize.params.parse({ model, mark: false, renderFactor: 7 })
    const data = toFloats((await run(image, params, testContext({ sessions }))).image)
    const coloured = data.filter((_, i) => i % 3 === 0 && Math.abs((data[i] ?? 0) - (data[i + 2] ?? 0)) > 0.05)
    expect(coloured.length, model).toBeGreaterThan(500)
  }
  await sessions.release()
})
