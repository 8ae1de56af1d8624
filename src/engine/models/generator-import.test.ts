import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import operation from '../../operations/imagine-face/op.ts'
import { run } from '../../operations/imagine-face/run.ts'
import { createRaster } from '../../shared/image/raster.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { sixteenSquares } from '../inference/testing/generator-stand-in.ts'
import { writeGraph } from '../inference/testing/onnx-writer.ts'
import type { StandIn } from '../inference/testing/stand-ins.ts'
import { testContext } from '../pipeline/test-context.ts'
import { installModel } from './install.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-generator-import-'))
const store = join(folder, 'store')
afterAll(() => rmSync(folder, { recursive: true }))

async function install(name: string, { nodes, weights, ends }: StandIn) {
  const file = join(folder, `${name}.onnx`)
  writeFileSync(file, writeGraph(nodes, weights, ends?.inputs ?? [], ends?.outputs ?? []))
  return installModel({ store, files: [file], reserved: [], now: '2026-01-01T00:00:00.000Z' })
}
const standIn = sixteenSquares()

/** The same graph with another number in one of its weights. */
const withWeight = (name: string, change: (value: number) => number): StandIn => ({
  ...standIn,
  weights: standIn.weights.map((weight) =>
    weight.name === name ? { ...weight, data: Float32Array.from(weight.data as Float32Array, change) } : weight,
  ),
})

test('a generator that the kit wrote is told by its names and shapes', async () => {
  expect(await install('mine', standIn)).toMatchObject({
    id: 'mine',
    task: 'imagine-face',
    side: 128,
    latent: { layers: 2, width: expect.any(Number) },
    input: { name: 'latent', colour: 'latents' },
    output: { name: 'picture', channels: 3 },
    limits: [expect.stringContaining('not recovered')],
  })
})

test('what was imported imagines a face', async () => {
  const sessions = createSessionPool(openModelStore([store]), { device: 'cpu', threads: 1 })
  const image = createRaster(64, 64, 3, false)
  image.store.fill(0.55)
  const params = operation.params.parse({ model: 'mine', steps: 30 })
  const { imagined, image: face } = await run(image, params, testContext({ sessions }))
  expect(face).toMatchObject({ width: 128, height: 128 })
  expect(imagined).toEqual([{ error: expect.any(Number), passes: expect.any(Boolean) }])
  await sessions.release()
})

test('one whose gradient leads uphill is refused', async () => {
  const refused = install(
    'uphill',
    withWeight('slope', (value) => -value),
  )
  await expect(refused).rejects.toMatchObject({ code: 'model-refused', details: { reason: 'wrong-contract' } })
})

test('one that answers no numbers is refused', async () => {
  const refused = install(
    'broken',
    withWeight('gain', () => Number.NaN),
  )
  await expect(refused).rejects.toMatchObject({ code: 'model-refused' })
})

test('the names alone are not enough', async () => {
  const ends = standIn.ends as NonNullable<StandIn['ends']>
  const inputs = ends.inputs.map((end) => (end.name === 'latent' ? { ...end, axes: ['rows', 2, 8] } : end))
  await expect(install('free', { ...standIn, ends: { ...ends, inputs } })).rejects.toMatchObject({
    code: 'model-refused',
  })
})
