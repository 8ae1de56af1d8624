import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { openOnnxRuntime } from '../../src/engine/inference/runtime.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { gain, installStandIn } from '../../src/engine/inference/testing/stand-ins.ts'
import { testContext } from '../../src/engine/pipeline/test-context.ts'
import upscale from '../../src/operations/upscale/op.ts'
import { run } from '../../src/operations/upscale/run.ts'
import { rasterOf, toFloats } from '../../src/shared/image/raster.ts'

/** Networks of others through our whole machinery, against the same file run once, whole and unchanged. */
const reference = join(import.meta.dirname, '../../../shared/reference-models')
const [WIDTH, HEIGHT, SCALE] = [125, 94, 4]
const AREA = WIDTH * HEIGHT

/** Interleaved, with edges, shading and noise. */
const picture = Float32Array.from({ length: AREA * 3 }, (_, i) => {
  const [c, x, y] = [i % 3, Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)]
  return 0.4 + 0.2 * Math.sin(x / 9 + c) + 0.1 * Math.cos(y / 7) + (x > y ? 0.15 : 0) + ((i * 7919) % 101) / 2000
})

async function whole(file: string): Promise<Float32Array> {
  const session = await openOnnxRuntime(readFileSync(file), 'cpu', 2)
  const data = Float32Array.from(picture, (_, i) => picture[(i % AREA) * 3 + Math.floor(i / AREA)] as number)
  const output = new Float32Array(AREA * 3 * SCALE ** 2)
  await session.run(
    { data, dimensions: [1, 3, HEIGHT, WIDTH] },
    { data: output, dimensions: [1, 3, HEIGHT * SCALE, WIDTH * SCALE] },
  )
  await session.release()
  const area = AREA * SCALE ** 2
  return output.map((_, i) => output[(i % 3) * area + Math.floor(i / 3)] as number)
}

/** With a card that knows nothing of the receptive field: it has to come from the graph. */
function install(folder: string, id: string): void {
  const file = join(reference, `${id}.onnx`)
  const bytes = readFileSync(file)
  const card = installStandIn(folder, id, gain(1), {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    scale: SCALE,
    receptiveField: 0,
  })
  mkdirSync(join(folder, id), { recursive: true })
  copyFileSync(file, join(folder, id, 'model.onnx'))
  writeFileSync(join(folder, id, 'card.json'), JSON.stringify(card))
}

test.for([
  ['realesr-general-x4v3', 34, 88],
  ['realesr-animevideov3', 18, 60],
] as const)('C11: %s, which sees %i pixels around, tiled is whole', async ([id, field, startTile], context) => {
  const file = join(reference, `${id}.onnx`)
  if (!existsSync(file)) return context.skip('skipped: no shared data')
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-golden-'))
  install(folder, id)
  const pool = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 2 })
  try {
    const expected = await whole(file)
    expect((await pool.session(id)).card.receptiveField).toBe(field)
    const params = upscale.params.parse({ model: id, scale: SCALE })
    const image = rasterOf(WIDTH, HEIGHT, 3, picture)
    let tiles = 0
    const sessions = testContext({ sessions: pool, startTile })
    const counted = {
      ...sessions,
      tile: (...[raster, needs, work]: Parameters<typeof sessions.tile>) =>
        sessions.tile(raster, needs, (tile, place) => {
          tiles++
          return work(tile, place)
        }),
    }
    const result = toFloats((await run(image, params, counted)).image)
    expect(tiles).toBeGreaterThan(2)
    let [worst, squares] = [0, 0]
    for (const [i, value] of result.entries()) {
      const error = Math.abs(value - (expected[i] as number))
      worst = Math.max(worst, error)
      squares += error ** 2
    }
    expect(worst).toBeLessThan(1 / 255)
    expect(10 * Math.log10(result.length / squares)).toBeGreaterThan(60)
  } finally {
    await pool.release()
    rmSync(folder, { recursive: true })
  }
})
