import { expect, test } from 'vitest'
import { readModel } from '../onnx/read.ts'
import { blockPrelu } from './blocked-prelu.ts'
import { ort } from './onnx-runtime.ts'
import { type Node, type Tensor, writeOnnx } from './testing/onnx-writer.ts'

/** Numbers that are the same in every run. */
function noise(length: number, scale = 1, seed = 1): Float32Array {
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state / 2 ** 32 - 0.5) * 2 * scale
  })
}

/** Convolutions and PReLUs in turn, slopes below 0, between 0 and 1, and above 1. */
function compact(features = 16, depth = 3): { nodes: Node[]; weights: Tensor[] } {
  const nodes: Node[] = []
  const weights: Tensor[] = []
  let [from, channels] = ['input', 3]
  for (let i = 0; i <= depth; i++) {
    const out = i === depth ? 3 : features
    weights.push({ name: `w${i}`, dimensions: [out, channels, 3, 3], data: noise(out * channels * 9, 0.2, i + 1) })
    weights.push({ name: `b${i}`, dimensions: [out], data: noise(out, 0.1, i + 9) })
    const last = i === depth
    nodes.push({
      type: 'Conv',
      inputs: [from, `w${i}`, `b${i}`],
      outputs: [last ? 'output' : `c${i}`],
      attributes: { pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
    })
    if (last) break
    weights.push({ name: `a${i}`, dimensions: [out, 1, 1], data: noise(out, 1.6, i + 20) })
    nodes.push({ type: 'PRelu', inputs: [`c${i}`, `a${i}`], outputs: [`p${i}`] })
    ;[from, channels] = [`p${i}`, out]
  }
  return { nodes, weights }
}

async function run(bytes: Uint8Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 })
  const input = new ort.Tensor('float32', noise(3 * 11 * 9, 1, 77), [1, 3, 11, 9])
  const { output } = await session.run({ input })
  await session.release()
  return output?.data as Float32Array
}

const file = ({ nodes, weights }: { nodes: readonly Node[]; weights: readonly Tensor[] }) =>
  writeOnnx(nodes, weights, { input: 3, output: 3 })

const blocked = (bytes: Uint8Array) => blockPrelu(bytes, readModel(bytes))

test('PReLU in blocked terms gives the same numbers, whatever the slopes', async () => {
  const bytes = file(compact())
  const changed = blocked(bytes)
  expect(changed).toBeDefined()
  expect(readModel(changed as Uint8Array).nodes.map(({ type }) => type)).not.toContain('PRelu')
  const [before, after] = [await run(bytes), await run(changed as Uint8Array)]
  const worst = before.reduce((most, value, i) => Math.max(most, Math.abs(value - (after[i] as number))), 0)
  expect(Math.max(...before)).toBeGreaterThan(0.1)
  expect(worst).toBeLessThan(2e-6)
})

test('a PReLU whose input or result is needed elsewhere is left alone', () => {
  const { nodes, weights } = compact(16, 1)
  const branched = nodes.map((node, i) => (i === 2 ? { ...node, outputs: ['body'] } : node))
  for (const shared of ['c0', 'p0', 'input']) {
    const last = { type: 'Add', inputs: ['body', shared], outputs: ['output'] }
    const changed = blocked(file({ nodes: [...branched, last], weights }))
    expect(changed === undefined).toBe(shared !== 'input')
  }
})

test('convolutions that share weights are left alone', () => {
  const { nodes, weights } = compact(16, 4)
  const shared = nodes.map((node) => ({ ...node, inputs: node.inputs.map((name) => (name === 'w2' ? 'w1' : name)) }))
  const changed = readModel(blocked(file({ nodes: shared, weights })) as Uint8Array)
  // Of four, only the last has neither neighbour among the two that share.
  expect(changed.nodes.filter(({ type }) => type === 'PRelu').length).toBe(3)
})
