import { type Graph, type GraphNode, integersOf, textOf } from './graph.ts'

/** What one sample of a tensor has seen: `radius` input pixels around it, at `scale` samples per input pixel. */
interface Sight {
  readonly radius: number
  readonly scale: number
}

/** These look at nothing but the sample itself. */
const POINTWISE =
  /^(Relu|LeakyRelu|PRelu|Sigmoid|Tanh|Clip|Elu|Selu|Softplus|HardSigmoid|HardSwish|Gelu|Identity|Cast|Add|Sub|Mul|Div|Sum|Min|Max|Pow|Sqrt|Exp|Log|Neg|Abs|BatchNormalization|Concat|Dropout|Erf)$/

/**
 * Radius in input pixels around an output pixel beyond which the network sees nothing, read off its graph: the context
 * at which a tile equals the whole picture.
 * @returns undefined when the graph holds a node that is not understood, or one that sees everything
 */
export function receptiveField(graph: Graph): number | undefined {
  const sights = new Map<string, Sight>([[graph.input, { radius: 0, scale: 1 }]])
  for (const node of graph.nodes) {
    const seen = node.inputs.flatMap((name) => sights.get(name) ?? [])
    if (seen.length === 0) continue
    const widest = seen.reduce((a, b) => ({ radius: Math.max(a.radius, b.radius), scale: Math.max(a.scale, b.scale) }))
    const sight = through(node, widest, graph)
    if (!sight) return undefined
    for (const output of node.outputs) sights.set(output, sight)
  }
  const found = sights.get(graph.output)
  return found && Math.max(0, Math.ceil(found.radius - 1e-9))
}

function through(node: GraphNode, { radius, scale }: Sight, graph: Graph): Sight | undefined {
  if (POINTWISE.test(node.type)) return { radius, scale }
  const [stride = 1] = integersOf(node, 'strides') ?? []
  switch (node.type) {
    case 'Conv':
    case 'MaxPool':
    case 'AveragePool':
      return { radius: radius + reach(node, graph) / scale, scale: scale / stride }
    case 'ConvTranspose':
      return { radius: radius + Math.ceil(reach(node, graph) / stride) / scale, scale: scale * stride }
    case 'DepthToSpace':
      return { radius, scale: scale * (integersOf(node, 'blocksize')?.[0] ?? 1) }
    case 'SpaceToDepth': {
      const block = integersOf(node, 'blocksize')?.[0] ?? 1
      return { radius: radius + (block - 1) / scale, scale: scale / block }
    }
    case 'Resize':
    case 'Upsample':
      return resized(node, { radius, scale }, graph)
    case 'Pad':
      return { radius, scale }
    default:
      return undefined
  }
}

/** Samples a kernel reaches to its farther side, padding asymmetries included. */
function reach(node: GraphNode, graph: Graph): number {
  const kernel = integersOf(node, 'kernel_shape') ?? graph.constant(node.inputs[1] ?? '')?.dimensions.slice(2) ?? []
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

function resized(node: GraphNode, { radius, scale }: Sight, graph: Graph): Sight | undefined {
  const scales = node.type === 'Upsample' ? node.inputs[1] : node.inputs[2]
  const factor = graph.constant(scales ?? '')?.data.at(-1)
  const around = RESIZE_REACH[textOf(node, 'mode') ?? 'nearest']
  if (factor === undefined || around === undefined) return undefined
  return { radius: radius + around / scale, scale: scale * factor }
}
