import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ort } from '../../inference/onnx-runtime.ts'
import { convertModel } from '../convert.ts'
import { type TestWeights, writePth, writeSafetensors } from '../testing/write-pth.ts'

/** Weights and answers of PyTorch, made by `models/training/golden_span.py`. */
const golden = resolve(import.meta.dirname, '../../../../test/fixtures/span')
const [WIDTH, HEIGHT, SCALE] = [13, 10, 2]
const folder = mkdtempSync(join(tmpdir(), 'daguerre-span-'))
afterAll(() => rmSync(folder, { recursive: true }))

const floats = (name: string) => new Float32Array(new Uint8Array(readFileSync(join(golden, name))).buffer)
function weightsOf(name: string): TestWeights {
  const shapes = JSON.parse(readFileSync(join(golden, `${name}.weights.json`), 'utf8')) as Record<string, number[]>
  const data = floats(`${name}.weights.f32`)
  let at = 0
  return Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => {
      const count = shape.reduce((product, side) => product * side, 1)
      at += count
      return [key, { shape, data: data.slice(at - count, at) }]
    }),
  )
}

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 4 })
  const { output } = await session.run({ input: new ort.Tensor('float32', floats('input.f32'), [1, 3, HEIGHT, WIDTH]) })
  await session.release()
  return output?.data as Float32Array
}

const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), a.length === b.length ? 0 : 9)

test.each(['span-tiny', 'span-tiny-no-norm'])(
  '%s gives what PyTorch gives, from .pth and .safetensors',
  async (name) => {
    const file = join(folder, `${name}.pth`)
    writeFileSync(file, writePth(weightsOf(name)))
    const expected = floats(`${name}.output.f32`)
    const fromPth = await convertModel([file])
    expect(fromPth).toMatchObject({ scale: SCALE, multiple: 1, receptiveField: 21, format: 'pth', opset: 17 })
    expect(fromPth.architecture).toBe('SPAN: 6 blocks of 4 features, x2')
    expect(worst(await run(fromPth.bytes), expected)).toBeLessThan(2e-4)
    const other = join(folder, `${name}.safetensors`)
    writeFileSync(other, writeSafetensors(weightsOf(name)))
    expect((await convertModel([other])).bytes).toEqual(fromPth.bytes)
  },
)

test('a variant is named', async () => {
  const weights = weightsOf('span-tiny')
  const { 'block_6.c3_r.sk.weight': _, ...less } = weights
  const more = { ...weights, 'block_7.c1_r.sk.weight': { shape: [4, 4, 1, 1], data: new Float32Array(16) } }
  for (const [variant, sentence] of [
    [less, /an incomplete SPAN: “block_6\.c3_r\.sk\.weight” is missing/],
    [more, /a variant of SPAN with parts that are not known \(“block_7/],
  ] as const) {
    const file = join(folder, 'variant.safetensors')
    writeFileSync(file, writeSafetensors(variant))
    await expect(convertModel([file])).rejects.toThrow(sentence)
  }
})
