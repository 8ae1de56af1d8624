import { type FloatTensor, floatsIn, type OnnxAttribute, type OnnxGraph, type OnnxNode } from '../onnx/graph.ts'
import { rewriteModel } from '../onnx/rewrite.ts'

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
export function blockPrelu(bytes: Uint8Array, graph: OnnxGraph): Uint8Array | undefined {
  const links = linksOf(graph)
  const weights = new Map<string, FloatTensor>()
  const replaced = new Map<OnnxNode, readonly OnnxNode[]>()
  for (const node of graph.nodes) {
    const place = node.type === 'PRelu' ? placeOf(node, graph, links) : undefined
    if (place) replaced.set(node, replacement(node, place, graph, weights))
  }
  if (replaced.size === 0) return undefined
  return rewriteModel(
    bytes,
    graph.nodes.flatMap((node) => replaced.get(node) ?? [node]),
    weights,
  )
}

interface Links {
  readonly makers: ReadonlyMap<string, OnnxNode>
  readonly users: ReadonlyMap<string, readonly OnnxNode[]>
}

function linksOf({ nodes, outputs: [result] }: OnnxGraph): Links {
  const output = result?.name ?? ''
  const users = new Map<string, OnnxNode[]>()
  for (const node of nodes) for (const name of node.inputs) users.set(name, [...(users.get(name) ?? []), node])
  // What leaves the graph is used, too.
  users.set(output, [...(users.get(output) ?? []), makeNode('Output', [output], [])])
  return { makers: new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const))), users }
}

interface Place {
  readonly slopes: Float32Array
  readonly before: OnnxNode
  readonly after: OnnxNode
}

function placeOf(node: OnnxNode, graph: OnnxGraph, { makers, users }: Links): Place | undefined {
  const [input = '', slopeName = ''] = node.inputs
  const before = makers.get(input)
  const [after, ...others] = users.get(node.outputs[0] ?? '') ?? []
  const alone = users.get(input)?.length === 1 && others.length === 0
  if (!before || !after || !alone || !isPlain(before) || !isPlain(after) || after.inputs[0] !== node.outputs[0]) {
    return undefined
  }
  // Weights that two nodes share cannot be changed for one of them.
  const own = [...before.inputs.slice(1), ...after.inputs.slice(1)].every((name) => users.get(name)?.length === 1)
  const slopes = floatsIn(graph, slopeName)
  const weight = floatsIn(graph, before.inputs[1] ?? '')
  const readable = floatsIn(graph, after.inputs[1] ?? '') && (!before.inputs[2] || floatsIn(graph, before.inputs[2]))
  if (!own || !slopes || !weight || !readable) return undefined
  // One slope a channel, on the axis of the channels: [C, 1, 1] beside [N, C, H, W].
  const channels = weight.dimensions[0]
  const isPerChannel = slopes.data.length === channels && slopes.dimensions.at(-3) === channels
  return isPerChannel ? { slopes: slopes.data, before, after } : undefined
}

const isPlain = (node: OnnxNode) => node.type === 'Conv' && (node.attributes.get('group')?.int ?? 1) === 1

const makeNode = (
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly (readonly [string, OnnxAttribute])[] = [],
): OnnxNode => ({ type, domain: '', inputs, outputs, attributes: new Map(attributes) })

function replacement(
  node: OnnxNode,
  { slopes, before, after }: Place,
  graph: OnnxGraph,
  weights: Map<string, FloatTensor>,
): OnnxNode[] {
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
    makeNode(
      'Conv',
      [input, factor],
      [scaled],
      [
        ['group', { int: slopes.length }],
        ['kernel_shape', { ints: [1, 1] }],
      ],
    ),
    makeNode('Relu', [scaled], [bent]),
    makeNode('Add', [input, bent], [output]),
  ]
}

/** Multiplies weights by a sign per index of `axis`. They may have been turned along the other axis before. */
function turn(
  name: string | undefined,
  axis: 0 | 1,
  signs: Float32Array,
  graph: OnnxGraph,
  weights: Map<string, FloatTensor>,
): void {
  const tensor = name && (weights.get(name) ?? floatsIn(graph, name))
  if (!tensor) return
  const { dimensions } = tensor
  const inner = dimensions.slice(axis + 1).reduce((product, size) => product * size, 1)
  const data = tensor.data.map((value, i) => value * (signs[Math.floor(i / inner) % signs.length] as number))
  weights.set(name, { dimensions, data })
}
