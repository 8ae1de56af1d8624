import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { film } from '../../operations/interpolate/film.ts'
import interpolate from '../../operations/interpolate/op.ts'
import { codeOf } from '../../shared/errors.ts'
import { createRaster, toFloats } from '../../shared/image/raster.ts'
import { openModelStore } from '../inference/models.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { blender } from '../inference/testing/interpolator-stand-ins.ts'
import { writeOnnx } from '../inference/testing/onnx-writer.ts'
import type { StandIn } from '../inference/testing/stand-ins.ts'
import { testContext } from '../pipeline/test-context.ts'
import { installModel } from './install.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-between-import-'))
const store = join(folder, 'store')
afterAll(() => rmSync(folder, { recursive: true }))

async function install(name: string, { nodes, weights, channels = { input: 3, output: 3 } }: StandIn) {
  const file = join(folder, `${name}.onnx`)
  writeFileSync(file, writeOnnx(nodes, weights, channels))
  return installModel({ store, files: [file], reserved: [], now: '2026-01-01T00:00:00.000Z' })
}

const between = film.between as NonNullable<typeof film.between>

test.each([
  [7, 32],
  [8, 64],
  [11, 128],
] as const)('RIFE of %i planes, sides multiples of %i, is taken up and makes frames', async (planes, multiple) => {
  const model = `rife-${planes}`
  expect(await install(model, blender(planes, multiple))).toMatchObject({
    task: 'interpolate',
    multiple,
    limits: [],
    input: { channels: planes, range: [0, 1], colour: 'rgb' },
    output: { channels: 3, colour: 'rgb' },
  })
  const [a, b] = [createRaster(70, 45, 3, false), createRaster(70, 45, 3, false)]
  for (let i = 0; i < a.store.length; i++) [a.store[i], b.store[i]] = [0.2 + (i % 70) / 200, 0.8 - (i % 45) / 200]
  const sessions = createSessionPool(openModelStore([store]), { device: 'cpu', threads: 1 })
  // Whole, and in tiles.
  for (const startTile of [undefined, 2 * multiple + 1]) {
    const context = testContext({ sessions, ...(startTile !== undefined && { startTile }) })
    const make = await between.join({ a, b }, interpolate.params.parse({ model }), context)
    for (const part of [0.25, 0.5]) {
      const made = await make(part)
      expect(made).toMatchObject({ width: 70, height: 45, channels: 3 })
      const gaps = toFloats(made).map((value, i) =>
        Math.abs(value - (a.store[i] as number) * (1 - part) - (b.store[i] as number) * part),
      )
      expect(Math.max(...gaps)).toBeLessThan(1e-5)
    }
  }
  await sessions.release()
})

test('a network of seven planes that changes what stands still is refused', async () => {
  const dark = blender(7)
  const nodes = dark.nodes.map((node) => (node.type === 'Add' ? { ...node, inputs: ['change', 'part'] } : node))
  expect(await install('dark', { ...dark, nodes }).catch(codeOf)).toBe('model-refused')
})
