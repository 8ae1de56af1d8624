import { writeOnnx } from '../../src/engine/inference/testing/onnx-writer.ts'
import { readModel } from '../../src/engine/onnx/read.ts'

export interface Stack {
  readonly bytes: Uint8Array
  /** Of its result. */
  readonly channels: number
  /** 10^9 multiply-adds per input megapixel. */
  readonly gmac: number
}

type Shape = readonly [out: number, from: number, high: number, wide: number]

/**
 * The convolutions of a network and nothing else, one behind the other with a ReLU between: the most that this runtime
 * gives to layers of these very shapes. Of paths that run beside one another the longest is taken.
 */
export function stackOf(model: Uint8Array): Stack {
  const shapes = longestChain(model)
  const channels = shapes.at(-1)?.[0] ?? 3
  const last = shapes.length - 1
  const nodes = shapes.flatMap(([, , high, wide], i) => {
    const pads = [(high - 1) >> 1, (wide - 1) >> 1, high >> 1, wide >> 1]
    const attributes = { pads, kernel_shape: [high, wide] }
    const [input, output] = [i === 0 ? 'input' : `r${i - 1}`, i === last ? 'output' : `c${i}`]
    const conv = { type: 'Conv', inputs: [input, `w${i}`], outputs: [output], attributes }
    return i === last ? [conv] : [conv, { type: 'Relu', inputs: [output], outputs: [`r${i}`] }]
  })
  const weights = shapes.map((dimensions, i) => ({ name: `w${i}`, dimensions, data: smallNumbers(dimensions) }))
  const gmac = shapes.reduce((sum, dimensions) => sum + product(dimensions), 0) / 1000
  return { bytes: writeOnnx(nodes, weights, { input: 3, output: channels }), channels, gmac }
}

function longestChain(model: Uint8Array): readonly Shape[] {
  const graph = readModel(model)
  const chains = new Map<string, readonly Shape[]>([[graph.inputs[0]?.name ?? '', []]])
  for (const node of graph.nodes) {
    const seen = node.inputs.flatMap((name) => {
      const chain = chains.get(name)
      return chain ? [chain] : []
    })
    if (seen.length === 0) continue
    const before = seen.reduce((a, b) => (b.length > a.length ? b : a))
    const shape = graph.weights.get(node.inputs[1] ?? '')?.dimensions
    const isPlain = node.type === 'Conv' && shape?.[1] === (before.at(-1)?.[0] ?? 3)
    for (const name of node.outputs) chains.set(name, isPlain ? [...before, shape as unknown as Shape] : before)
  }
  return chains.get(graph.outputs[0]?.name ?? '') ?? []
}

const product = (sizes: readonly number[]) => sizes.reduce((count, size) => count * size, 1)
const smallNumbers = (dimensions: readonly number[]) =>
  Float32Array.from({ length: product(dimensions) }, (_, i) => ((i % 7) - 3) / 100)
