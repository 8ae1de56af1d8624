import { type Graph, type GraphNode, integersOf, textOf } from './graph.ts'

/** What one tensor is to the picture. */
export interface Sight {
  /** Input pixels around itself that one sample has seen; infinite when that is not known. */
  readonly radius: number
  /** Samples per input pixel, in one direction. */
  readonly scale: number
  readonly channels: number
}

/** These look at nothing but the sample itself. */
const POINTWISE =
  /^(Relu|LeakyRelu|PRelu|Sigmoid|Tanh|Clip|Elu|Selu|Softplus|HardSigmoid|HardSwish|Gelu|Identity|Cast|Add|Sub|Mul|Div|Sum|Min|Max|Pow|Sqrt|Exp|Log|Neg|Abs|BatchNormalization|Dropout|Erf|Pad)$/

/** Every tensor that comes from the picture, in the order of the graph. */
export function sightsOf(graph: Graph): ReadonlyMap<string, Sight> {
  const sights = new Map<string, Sight>([[graph.input, { radius: 0, scale: 1, channels: graph.inputChannels }]])
  for (const node of graph.nodes) {
    const seen = node.inputs.flatMap((name) => sights.get(name) ?? [])
    if (seen.length === 0) continue
    const widest = seen.reduce((a, b) => ({
      radius: Math.max(a.radius, b.radius),
      scale: Math.max(a.scale, b.scale),
      channels: node.type === 'Concat' ? a.channels + b.channels : Math.max(a.channels, b.channels),
    }))
    for (const output of node.outputs) sights.set(output, through(node, widest, graph))
  }
  return sights
}

function through(node: GraphNode, sight: Sight, graph: Graph): Sight {
  const { radius, scale } = sight
  if (node.type === 'Concat' || POINTWISE.test(node.type)) return sight
  const [stride = 1] = integersOf(node, 'strides') ?? []
  const weight = graph.constant(node.inputs[1] ?? '')?.dimensions ?? []
  const block = integersOf(node, 'blocksize')?.[0] ?? 1
  const { channels } = sight
  switch (node.type) {
    case 'Conv':
      return { radius: radius + reach(node, weight) / scale, scale: scale / stride, channels: weight[0] ?? channels }
    case 'MaxPool':
    case 'AveragePool':
      return { ...sight, radius: radius + reach(node, weight) / scale, scale: scale / stride }
    case 'ConvTranspose': {
      const around = Math.ceil(reach(node, weight) / stride)
      return { radius: radius + around / scale, scale: scale * stride, channels: weight[1] ?? channels }
    }
    case 'DepthToSpace':
      return { radius, scale: scale * block, channels: channels / block ** 2 }
    case 'SpaceToDepth':
      return { radius: radius + (block - 1) / scale, scale: scale / block, channels: channels * block ** 2 }
    case 'Resize':
    case 'Upsample':
      return resized(node, sight, graph)
    default:
      return { ...sight, radius: Number.POSITIVE_INFINITY }
  }
}

/** Samples a kernel reaches to its farther side, padding asymmetries included. */
function reach(node: GraphNode, weight: readonly number[]): number {
  const kernel = integersOf(node, 'kernel_shape') ?? weight.slice(2)
  const dilations = integersOf(node, 'dilations') ?? []
  const pads = integersOf(node, 'pads') ?? []
  const axes = kernel.map((size, axis) => {
    const extent = (size - 1) * (dilations[axis] ?? 1)
    const before = pads[axis] ?? 0
    return Math.max(before, extent - before)
  })
  return Math.max(0, ...axes)
}

/** Samples around a place that a resize looks at, by its mode. */
const RESIZE_REACH: Readonly<Record<string, number>> = { nearest: 0, linear: 1, cubic: 2 }

function resized(node: GraphNode, sight: Sight, graph: Graph): Sight {
  const scales = node.type === 'Upsample' ? node.inputs[1] : node.inputs[2]
  const factor = graph.constant(scales ?? '')?.data.at(-1)
  const around = RESIZE_REACH[textOf(node, 'mode') ?? 'nearest'] ?? Number.POSITIVE_INFINITY
  if (factor === undefined) return { ...sight, radius: Number.POSITIVE_INFINITY }
  return { ...sight, radius: sight.radius + around / sight.scale, scale: sight.scale * factor }
}
