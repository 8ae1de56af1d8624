import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ort } from '../../src/engine/inference/onnx-runtime.ts'
import { convertModel } from '../../src/engine/models/convert.ts'

/** Model files of others, imported by us, against what PyTorch computed from the same weights. */
const reference = join(import.meta.dirname, '../../../shared/reference-models')
const [WIDTH, HEIGHT] = [20, 24]

const floats = (file: string) => new Float32Array(new Uint8Array(readFileSync(join(reference, file))).buffer)

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 4 })
  const tensor = new ort.Tensor('float32', floats('golden/input.f32'), [1, 3, HEIGHT, WIDTH])
  const { output } = await session.run({ input: tensor })
  await session.release()
  return output?.data as Float32Array
}

/** Weights stored in 16 bits may differ more. */
const EXACT = { worst: 2e-4, mean: 2e-5 }
const HALVES = { worst: 2e-2, mean: 1e-3 }

test.for([
  { golden: 'realesr-animevideov3', files: ['realesr-animevideov3.onnx'], bound: EXACT },
  { golden: 'realesr-animevideov3', files: ['realesr-animevideov3.pth'], bound: EXACT },
  {
    golden: 'realesr-animevideov3',
    files: ['ncnn/realesr-animevideov3-x4.bin', 'ncnn/realesr-animevideov3-x4.param'],
    bound: HALVES,
  },
  { golden: 'realesr-general-x4v3', files: ['realesr-general-x4v3.onnx'], bound: EXACT },
  {
    golden: 'realesr-general-x4v3',
    files: ['ncnn/realesr-general-x4v3.param', 'ncnn/realesr-general-x4v3.bin'],
    bound: HALVES,
  },
  { golden: 'realesr-general-wdn-x4v3', files: ['realesr-general-wdn-x4v3.onnx'], bound: EXACT },
  { golden: 'rrdb-tiny-seeded', files: ['rrdb-tiny-seeded.pth'], bound: EXACT },
])('$files', async ({ golden, files, bound }, context) => {
  const paths = files.map((file) => join(reference, file))
  if (!paths.every((path) => existsSync(path))) return context.skip('skipped: no shared data')
  const expected = floats(`golden/${golden}.output.f32`)
  const { bytes, scale } = await convertModel(paths)
  const result = await run(bytes)
  expect(scale).toBe(4)
  expect(result.length).toBe(expected.length)
  const differences = result.map((value, i) => Math.abs(value - (expected[i] as number)))
  expect(differences.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(bound.worst)
  expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(bound.mean)
})

test('the x2 network of ncnn is the x4 one, halved by a cubic without antialiasing', async (context) => {
  const stem = join(reference, 'ncnn/realesr-animevideov3-x2')
  if (!existsSync(`${stem}.param`)) return context.skip('skipped: no shared data')
  const { bytes, scale } = await convertModel([`${stem}.param`, `${stem}.bin`])
  const half = await run(bytes)
  const whole = floats('golden/realesr-animevideov3.output.f32')
  expect(scale).toBe(2)
  // Keys' kernel with a = -0.75 half way between two samples, away from the border.
  const taps = [-0.09375, 0.59375, 0.59375, -0.09375]
  const at = (x: number, y: number) => whole[y * WIDTH * 4 + x] as number
  for (const [x, y] of [
    [7, 9],
    [20, 30],
  ] as const) {
    let sum = 0
    for (let dy = 0; dy < 4; dy++)
      for (let dx = 0; dx < 4; dx++)
        sum += (taps[dx] as number) * (taps[dy] as number) * at(2 * x - 1 + dx, 2 * y - 1 + dy)
    expect(half[y * WIDTH * 2 + x]).toBeCloseTo(sum, 2)
  }
})
