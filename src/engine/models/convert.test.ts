import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ort } from '../inference/onnx-runtime.ts'
import { writeOnnx } from '../inference/testing/onnx-writer.ts'
import { chain, repeater } from '../inference/testing/stand-ins.ts'
import { convertModel } from './convert.ts'
import { rrdb, srvgg, upconv, withOldKeys } from './testing/networks.ts'
import { type TestWeights, writeOldPth, writePth, writeSafetensors } from './testing/write-pth.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-convert-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function written(ending: string, bytes: Uint8Array | string): string {
  const path = join(folder, `model-${files++}${ending}`)
  writeFileSync(path, bytes)
  return path
}
const convert = (ending: string, bytes: Uint8Array) => convertModel([written(ending, bytes)])

async function run(bytes: Uint8Array, width = 12, height = 8): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 4 })
  const planes = Float32Array.from({ length: 3 * width * height }, (_, i) => ((i * 37) % 101) / 100)
  const { output } = await session.run({ input: new ort.Tensor('float32', planes, [1, 3, height, width]) })
  await session.release()
  return output?.data as Float32Array
}

const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), a.length === b.length ? 0 : 9)

const prefixed = (weights: TestWeights, prefix: string) =>
  Object.fromEntries(Object.entries(weights).map(([key, value]) => [prefix + key, value]))

describe('networks told by their keys', () => {
  test.each([1, 2, 3, 4])('SRVGGNetCompact x%i', async (scale) => {
    const model = await convert('.pth', writePth(srvgg({ scale }), 'params'))
    expect(model).toMatchObject({ scale, multiple: 1, receptiveField: 3, format: 'pth', opset: 17 })
    expect(model.architecture).toContain('SRVGGNetCompact')
    expect(model.parameters).toBe(4 * 27 + 4 + 4 + 4 * 36 + 4 + 4 + 12 * scale ** 2 * 9 + 3 * scale ** 2 - 0)
  })

  test.each([
    { fold: 1, scale: 4, multiple: 1 },
    { fold: 2, scale: 2, multiple: 2 },
    { fold: 4, scale: 1, multiple: 4 },
  ])('RRDBNet x$scale', async ({ fold, scale, multiple }) => {
    const model = await convert('.pth', writePth(rrdb({ fold }), 'params_ema'))
    expect(model).toMatchObject({ scale, multiple })
    expect(model.architecture).toContain('RRDBNet')
  })

  test('the keys of the first ESRGAN mean the same network', async () => {
    const [today, old] = [
      await convert('.pth', writePth(rrdb(), 'params')),
      await convert('.pth', writePth(withOldKeys(rrdb()))),
    ]
    expect(old.architecture).toContain('first ESRGAN')
    expect(worst(await run(today.bytes), await run(old.bytes))).toBe(0)
  })

  test('folding before x2 is PyTorch’s pixel unshuffle', async () => {
    // A network that passes the twelve folded channels of the red colour on: told by hand what comes out.
    const weights = rrdb({ fold: 2, features: 12, growth: 2 })
    for (const [key, { data }] of Object.entries(weights)) if (!key.startsWith('conv_up')) data.fill(0)
    const identity = (key: string, from: number, to: number) => {
      const { shape, data } = weights[`${key}.weight`] as { shape: number[]; data: Float32Array }
      data[(to * (shape[1] as number) + from) * 9 + 4] = 1
    }
    for (const key of ['conv_up1', 'conv_up2'])
      for (const { data } of [weights[`${key}.weight`], weights[`${key}.bias`]] as { data: Float32Array }[])
        data.fill(0)
    for (const key of ['conv_first', 'conv_up1', 'conv_up2', 'conv_hr'])
      for (let c = 0; c < 12; c++) identity(key, c, c)
    // Red, lower left of each block of four: channel 0 * 4 + 1 * 2 + 0 in PyTorch's order.
    identity('conv_last', 2, 0)
    const { bytes } = await convert('.pth', writePth(weights))
    const result = await run(bytes, 4, 4)
    const input = (x: number, y: number) => (((y * 4 + x) * 37) % 101) / 100
    expect(result[0]).toBeCloseTo(input(0, 1), 6)
    expect(result[8 * 8 - 1]).toBeCloseTo(input(2, 3), 6)
  })

  test('upconv_7', async () => {
    expect(await convert('.pth', writePth(upconv()))).toMatchObject({ scale: 2, multiple: 1, receptiveField: 7 })
  })
})

describe('one set of weights in every form', () => {
  const weights = srvgg()
  test.each([
    ['params', writePth(weights, 'params')],
    ['params_ema before params', writePth(weights, 'params_ema')],
    ['a plain table', writePth(weights)],
    ['from several cards', writePth(prefixed(weights, 'module.'), 'state_dict')],
    ['before PyTorch 1.6', writeOldPth(weights)],
    ['safetensors', writeSafetensors(weights)],
  ])('%s', async (_, bytes) => {
    const expected = await run((await convert('.pth', writePth(weights, 'params'))).bytes)
    expect(worst(expected, await run((await convert('.bin2', bytes)).bytes))).toBe(0)
  })

  test('what we wrote comes back as it is', async () => {
    const first = await convert('.pth', writePth(weights))
    const again = await convert('.onnx', first.bytes)
    expect(again.bytes).toEqual(first.bytes)
    expect(again).toMatchObject({ scale: 2, receptiveField: 3, format: 'onnx', parameters: first.parameters })
  })
})

describe('ONNX files of others', () => {
  const graph = (standIn: ReturnType<typeof chain>) =>
    writeOnnx(standIn.nodes, standIn.weights, { input: 3, output: 3 })
  test('scale and reach are told by the layers', async () => {
    expect(await convert('.onnx', graph(repeater(3)))).toMatchObject({ scale: 3, receptiveField: 0, multiple: 1 })
    expect(await convert('.onnx', graph(chain(2, 5)))).toMatchObject({ scale: 2, receptiveField: 5 })
  })

  test('a layer that is not known is tried out', async () => {
    const { nodes, weights } = chain(2, 4)
    const hidden = nodes.map((node) => (node.type === 'Relu' ? { ...node, type: 'ThresholdedRelu' } : node))
    const model = await convert('.onnx', writeOnnx(hidden, weights, { input: 3, output: 3 }))
    expect(model).toMatchObject({ scale: 2, multiple: 1 })
    const softmax = [
      ...nodes.slice(0, -1),
      { type: 'Softmax', inputs: ['r3'], outputs: ['s'], attributes: { axis: 3 } },
    ]
    const last = { ...(nodes.at(-1) as (typeof nodes)[number]), inputs: ['s'] }
    const far = await convert('.onnx', writeOnnx([...softmax, last], weights, { input: 3, output: 3 }))
    expect(far).toMatchObject({ looksFar: true, receptiveField: 64 })
  })

  test('another contract is refused and says what it found', async () => {
    const { nodes, weights } = repeater(2)
    await expect(convert('.onnx', writeOnnx(nodes, weights, { input: 5, output: 3 }))).rejects.toMatchObject({
      code: 'model-refused',
      details: { reason: 'wrong-contract' },
    })
  })
})
