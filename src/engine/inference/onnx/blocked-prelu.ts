import { type FloatTensor, type Graph, type GraphNode, integersOf, makeNode } from './graph.ts'

/**
 * PReLU makes ONNX Runtime's processor code leave the blocked layout of its convolutions and come back: two copies of
 * everything for each activation. The same function in terms that stay inside, for a slope a of a channel:
 *
 *     a <= 1:   PReLU(x) = x + relu((a - 1) x)
 *     a >  1:  -PReLU(x) = (-x) + relu((a - 1) (-x))
 *
 * where the factor is a depthwise 1x1 convolution with the relu inside. For slopes above 1 the channel is carried with
 * its sign turned: the convolution before makes -x, the one after takes its weights with the sign turned back. Turning
 * signs is exact, so results agree to rounding (1e-6).
 *
 * Done only where a PReLU stands alone between two plain convolutions; other graphs come back as they were.
 */
export function blockPrelu(graph: Graph): Uint8Array | undefined {
  const links = linksOf(graph)
  const weights = new Map<string, FloatTensor>()
  const replaced = new Map<GraphNode, readonly GraphNode[]>()
  for (const node of graph.nodes) {
    const place = node.type === 'PRelu' ? placeOf(node, graph, links) : undefined
    if (place) replaced.set(node, replacement(node, place, graph, weights))
  }
  if (replaced.size === 0) return undefined
  return graph.rewritten(
    graph.nodes.flatMap((node) => replaced.get(node) ?? [node]),
    weights,
  )
}

interface Links {
  readonly makers: ReadonlyMap<string, GraphNode>
  readonly users: ReadonlyMap<string, readonly GraphNode[]>
}

function linksOf({ nodes, output }: Graph): Links {
  const users = new Map<string, GraphNode[]>()
  for (const node of nodes) for (const name of node.inputs) users.set(name, [...(users.get(name) ?? []), node])
  // What leaves the graph is used, too.
  users.set(output, [...(users.get(output) ?? []), makeNode('Output', [output], [])])
  return { makers: new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const))), users }
}

interface Place {
  readonly slopes: Float32Array
  readonly before: GraphNode
  readonly after: GraphNode
}

function placeOf(node: GraphNode, graph: Graph, { makers, users }: Links): Place | undefined {
  const [input = '', slopeName = ''] = node.inputs
  const before = makers.get(input)
  const [after, ...others] = users.get(node.outputs[0] ?? '') ?? []
  const alone = users.get(input)?.length === 1 && others.length === 0
  if (!before || !after || !alone || !isPlain(before) || !isPlain(after) || after.inputs[0] !== node.outputs[0]) {
    return undefined
  }
  // Weights that two nodes share cannot be changed for one of them.
  const own = [...before.inputs.slice(1), ...after.inputs.slice(1)].every((name) => users.get(name)?.length === 1)
  const slopes = graph.constant(slopeName)
  const weight = graph.constant(before.inputs[1] ?? '')
  const readable = graph.constant(after.inputs[1] ?? '') && (!before.inputs[2] || graph.constant(before.inputs[2]))
  if (!own || !slopes || !weight || !readable) return undefined
  // One slope a channel, on the axis of the channels: [C, 1, 1] beside [N, C, H, W].
  const channels = weight.dimensions[0]
  const isPerChannel = slopes.data.length === channels && slopes.dimensions.at(-3) === channels
  return isPerChannel ? { slopes: slopes.data, before, after } : undefined
}

const isPlain = (node: GraphNode) => node.type === 'Conv' && (integersOf(node, 'group')?.[0] ?? 1) === 1

function replacement(
  node: GraphNode,
  { slopes, before, after }: Place,
  graph: Graph,
  weights: Map<string, FloatTensor>,
): GraphNode[] {
  const [input, output] = [node.inputs[0] ?? '', node.outputs[0] ?? '']
  const signs = slopes.map((slope) => (slope > 1 ? -1 : 1))
  if (signs.includes(-1)) {
    turn(before.inputs[1], 0, signs, graph, weights)
    turn(before.inputs[2], 0, signs, graph, weights)
    turn(after.inputs[1], 1, signs, graph, weights)
  }
  const [factor, scaled, bent] = [`${output}/factor`, `${output}/scaled`, `${output}/bent`]
  weights.set(factor, { dimensions: [slopes.length, 1, 1, 1], data: slopes.map((slope) => slope - 1) })
  return [
    makeNode('Conv', [input, factor], [scaled], { group: slopes.length, kernel_shape: [1, 1] }),
    makeNode('Relu', [scaled], [bent]),
    makeNode('Add', [input, bent], [output]),
  ]
}

/** Multiplies weights by a sign per index of `axis`. They may have been turned along the other axis before. */
function turn(
  name: string | undefined,
  axis: 0 | 1,
  signs: Float32Array,
  graph: Graph,
  weights: Map<string, FloatTensor>,
): void {
  const tensor = name && (weights.get(name) ?? graph.constant(name))
  if (!tensor) return
  const { dimensions } = tensor
  const inner = dimensions.slice(axis + 1).reduce((product, size) => product * size, 1)
  const data = tensor.data.map((value, i) => value * (signs[Math.floor(i / inner) % signs.length] as number))
  weights.set(name, { dimensions, data })
}
