import type { OnnxGraph, OnnxNode } from './graph.ts'
import { factorsOf } from './reach.ts'

/** What one tensor is to the picture. */
export interface Plane {
  /** Samples per input pixel, in one direction. */
  readonly scale: number
  readonly channels: number
}

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

/** Every tensor that comes from the picture, in the order of the graph. */
export interface Planes {
  readonly planes: ReadonlyMap<string, Plane>
  /** False when a layer is not known here: then its results are taken to be as large as what it was given. */
  readonly certain: boolean
}

/** Follows the size of the picture through the layers. */
export function planesOf(graph: OnnxGraph): Planes {
  const [input] = graph.inputs
  const channels = input?.axes[1]
  const planes = new Map<string, Plane>([
    [input?.name ?? '', { scale: 1, channels: typeof channels === 'number' && channels > 0 ? channels : 1 }],
  ])
  let certain = true
  for (const node of graph.nodes) {
    const seen = node.inputs.flatMap((name) => planes.get(name) ?? [])
    if (seen.length === 0) continue
    const widest = seen.reduce((a, b) => ({
      scale: Math.max(a.scale, b.scale),
      channels: node.type === 'Concat' ? a.channels + b.channels : Math.max(a.channels, b.channels),
    }))
    const factor = factorOf(node, graph)
    certain &&= factor !== undefined
    const plane = { scale: widest.scale * (factor ?? 1), channels: channelsOf(node, widest.channels, graph) }
    for (const name of node.outputs) planes.set(name, plane)
  }
  return { planes, certain }
}

/** @returns undefined where a layer is not known here */
export function geometryOf(graph: OnnxGraph): Geometry | undefined {
  const { planes, certain } = planesOf(graph)
  const scale = planes.get(graph.outputs[0]?.name ?? '')?.scale
  if (!certain || scale === undefined) return undefined
  let [multiple, largest, gmac] = [1, 1, 0]
  for (const node of graph.nodes) {
    const after = planes.get(node.outputs[0] ?? '')?.scale
    if (after === undefined) continue
    if (after < 1) multiple = Math.max(multiple, Math.ceil(1 / after - 1e-6))
    largest = Math.max(largest, after)
    gmac += costOf(node, graph, node.type === 'ConvTranspose' ? (planes.get(node.inputs[0] ?? '')?.scale ?? 0) : after)
  }
  return { scale, multiple, largest, gmac: Math.round(gmac * 10) / 10 }
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

function channelsOf(node: OnnxNode, before: number, graph: OnnxGraph): number {
  const weight = graph.weights.get(node.inputs[1] ?? '')?.dimensions
  const block = node.attributes.get('blocksize')?.int ?? 1
  switch (node.type) {
    case 'Conv':
      return weight?.[0] ?? before
    case 'ConvTranspose':
      return (weight?.[1] ?? before) * (node.attributes.get('group')?.int ?? 1)
    case 'DepthToSpace':
      return before / block ** 2
    case 'SpaceToDepth':
      return before * block ** 2
    default:
      return before
  }
}

/** @param size pixels along one side for each kernel position, per input pixel */
function costOf(node: OnnxNode, graph: OnnxGraph, size: number): number {
  if (node.type !== 'Conv' && node.type !== 'ConvTranspose') return 0
  const elements =
    graph.weights.get(node.inputs[1] ?? '')?.dimensions.reduce((product, length) => product * length, 1) ?? 0
  return (elements * size * size) / 1000
}
