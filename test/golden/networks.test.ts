import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { rasterOf, toFloats } from '../../src/shared/image/raster.ts'
import type { ModelCard } from '../../src/shared/model-card.ts'

/** Networks of others, run by us, against what PyTorch computed from the same weights. */
const reference = join(import.meta.dirname, '../../../shared/reference-models')
const [WIDTH, HEIGHT] = [20, 24]

const floats = (file: string) => new Float32Array(new Uint8Array(readFileSync(file)).buffer)
/** Planes as PyTorch keeps them -> interleaved. */
const interleave = (planes: Float32Array, area: number) =>
  Float32Array.from({ length: planes.length }, (_, i) => planes[(i % 3) * area + Math.floor(i / 3)] as number)

function install(folder: string, id: string): void {
  const file = join(reference, `${id}.onnx`)
  mkdirSync(join(folder, id))
  copyFileSync(file, join(folder, id, 'model.onnx'))
  const plane = { channels: 3, range: [0, 1] as [number, number], colour: 'rgb' as const }
  const card: ModelCard = {
    id,
    name: id,
    task: 'reference',
    version: 1,
    architecture: 'SRVGGNetCompact',
    parameters: 1,
    bytes: statSync(file).size,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    opset: 17,
    input: { name: 'input', ...plane },
    output: { name: 'output', ...plane },
    scale: 4,
    multiple: 1,
    receptiveField: 34,
    gmacPerMegapixel: 1209,
    licence: 'BSD-3-Clause',
    training: { data: [], steps: 0, hours: 0, seed: 0, command: '' },
    metrics: {},
    limits: [],
    goodFor: [],
  }
  writeFileSync(join(folder, id, 'card.json'), JSON.stringify(card))
}

test.for(['realesr-general-x4v3', 'realesr-general-wdn-x4v3', 'realesr-animevideov3'])('%s', async (id, context) => {
  if (!existsSync(join(reference, `${id}.onnx`))) return context.skip('skipped: no shared data')
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-golden-'))
  install(folder, id)
  const pool = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 2 })
  try {
    const input = floats(join(reference, 'golden/input.f32'))
    const expected = interleave(floats(join(reference, `golden/${id}.output.f32`)), WIDTH * HEIGHT * 16)
    const session = await pool.session(id)
    const result = await session.run(rasterOf(WIDTH, HEIGHT, 3, interleave(input, WIDTH * HEIGHT)))
    expect([result.width, result.height]).toEqual([WIDTH * 4, HEIGHT * 4])
    const worst = toFloats(result).reduce((most, v, i) => Math.max(most, Math.abs(v - (expected[i] as number))), 0)
    expect(worst).toBeLessThan(1e-4)
  } finally {
    await pool.release()
    rmSync(folder, { recursive: true })
  }
})
