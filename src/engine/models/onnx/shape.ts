import type { OnnxGraph, OnnxNode } from './graph.ts'
import { factorsOf } from './reach.ts'

export interface Geometry {
  /** Output pixels per input pixel. */
  readonly scale: number
  /** Input sides must be multiples of this. */
  readonly multiple: number
  /** Of the largest picture inside. */
  readonly largest: number
  /** Multiply-adds per input megapixel, in thousand millions. */
  readonly gmac: number
}

/**
 * Follows the size of the picture through the layers.
 * @returns undefined where a layer is not known here
 */
export function geometryOf(graph: OnnxGraph): Geometry | undefined {
  const sizes = new Map([[graph.inputs[0]?.name ?? '', 1]])
  let [multiple, largest, gmac] = [1, 1, 0]
  for (const node of graph.nodes) {
    const before = Math.max(0, ...node.inputs.map((name) => sizes.get(name) ?? 0))
    if (before === 0) continue
    const factor = factorOf(node, graph)
    if (factor === undefined) return undefined
    const after = before * factor
    if (after < 1) multiple = Math.max(multiple, Math.ceil(1 / after - 1e-6))
    largest = Math.max(largest, after)
    gmac += costOf(node, graph, node.type === 'ConvTranspose' ? before : after)
    for (const name of node.outputs) sizes.set(name, after)
  }
  const scale = sizes.get(graph.outputs[0]?.name ?? '')
  return scale === undefined ? undefined : { scale, multiple, largest, gmac: Math.round(gmac * 10) / 10 }
}

/** How many times as large a layer's output is. */
function factorOf(node: OnnxNode, graph: OnnxGraph): number | undefined {
  const stride = node.attributes.get('strides')?.ints?.[0] ?? 1
  switch (node.type) {
    case 'Conv':
    case 'MaxPool':
    case 'AveragePool':
      return 1 / stride
    case 'ConvTranspose':
      return stride
    case 'DepthToSpace':
      return node.attributes.get('blocksize')?.int ?? 1
    case 'SpaceToDepth':
      return 1 / (node.attributes.get('blocksize')?.int ?? 1)
    case 'Resize':
    case 'Upsample':
      return factorsOf(node, graph)?.[2]
    case 'Reshape':
    case 'Transpose':
    case 'Shape':
      return undefined
    default:
      return 1
  }
}

/** @param size pixels along one side for each kernel position, per input pixel */
function costOf(node: OnnxNode, graph: OnnxGraph, size: number): number {
  if (node.type !== 'Conv' && node.type !== 'ConvTranspose') return 0
  const elements =
    graph.weights.get(node.inputs[1] ?? '')?.dimensions.reduce((product, length) => product * length, 1) ?? 0
  return (elements * size * size) / 1000
}
