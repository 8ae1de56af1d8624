import { numbersOf, type OnnxGraph, type OnnxNode } from './graph.ts'

/** First and last index along one axis of what is needed of a tensor. */
interface Span {
  readonly from: number
  readonly to: number
}

/** Layers that look at each pixel alone. */
const POINTWISE = new Set(
  `Relu LeakyRelu PRelu Sigmoid Tanh Clip Elu Selu HardSwish HardSigmoid Gelu Mish Softplus Abs Neg Sqrt Exp Log Erf Pow
  Identity Cast Dropout Add Sub Mul Div Min Max Concat Split BatchNormalization Softsign Where`.split(/\s+/),
)

/** Somewhere in the middle of a large picture, a multiple of every block size. */
const MIDDLE = 1 << 20
const AXES = ['vertical', 'horizontal'] as const
type Axis = (typeof AXES)[number]

/**
 * How far a network looks: the least context, in input pixels, with which a tile comes out as the whole picture would.
 * Exact: the pixels needed are followed from an output pixel back to the input.
 * @param scale output pixels per input pixel
 * @param multiple block of input pixels that the network treats differently inside
 * @returns undefined where a layer looks at the whole picture, or is not known here
 */
export function receptiveField(graph: OnnxGraph, scale: number, multiple: number): number | undefined {
  let radius = 0
  for (const axis of AXES) {
    for (let phase = 0; phase < multiple; phase++) {
      const pixel = MIDDLE + phase
      const first = Math.round(pixel * scale)
      const span = follow(graph, { from: first, to: Math.max(first, Math.round((pixel + 1) * scale) - 1) }, axis)
      if (!span) return undefined
      radius = Math.max(radius, pixel - span.from, span.to - pixel)
    }
  }
  return radius
}

/** From the output back to the input. */
function follow(graph: OnnxGraph, wanted: Span, axis: Axis): Span | undefined {
  const input = graph.inputs[0]?.name ?? ''
  const pictures = picturesOf(graph, input)
  const needed = new Map<string, Span>([[graph.outputs[0]?.name ?? '', wanted]])
  for (const node of graph.nodes.toReversed()) {
    const spans = node.outputs.flatMap((name) => needed.get(name) ?? [])
    if (spans.length === 0) continue
    const before = spanBefore(node, spans.reduce(union), axis, graph)
    if (!before) return undefined
    for (const name of node.inputs) {
      if (!pictures.has(name)) continue
      const known = needed.get(name)
      needed.set(name, known ? union(known, before) : before)
    }
  }
  return needed.get(input)
}

const union = (a: Span, b: Span): Span => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) })

/** Tensors that depend on the input. */
function picturesOf(graph: OnnxGraph, input: string): ReadonlySet<string> {
  const pictures = new Set([input])
  for (const node of graph.nodes) {
    // The sizes of a picture are no picture.
    if (node.type === 'Shape' || !node.inputs.some((name) => pictures.has(name))) continue
    for (const name of node.outputs) pictures.add(name)
  }
  return pictures
}

/** What a layer needs of its input for a span of its output. */
function spanBefore(node: OnnxNode, span: Span, axis: Axis, graph: OnnxGraph): Span | undefined {
  if (POINTWISE.has(node.type)) return onlyAlongChannels(node) ? span : undefined
  switch (node.type) {
    case 'Conv':
    case 'MaxPool':
    case 'AveragePool':
      return window(node, span, axis, graph)
    case 'ConvTranspose':
      return spread(node, span, axis, graph)
    case 'DepthToSpace': {
      const block = node.attributes.get('blocksize')?.int ?? 1
      return { from: Math.floor(span.from / block), to: Math.floor(span.to / block) }
    }
    case 'SpaceToDepth': {
      const block = node.attributes.get('blocksize')?.int ?? 1
      return { from: span.from * block, to: span.to * block + block - 1 }
    }
    case 'Resize':
    case 'Upsample':
      return resized(node, span, axis, graph)
    case 'Pad':
      return shifted(node, span, axis, graph)
    default:
      return undefined
  }
}

/** Joining or splitting along anything but channels would mix places. */
const onlyAlongChannels = ({ type, attributes }: OnnxNode): boolean =>
  (type !== 'Concat' && type !== 'Split') || [1, -3].includes(attributes.get('axis')?.int ?? 0)

interface Kernel {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
}

function kernelOf(node: OnnxNode, axis: Axis, graph: OnnxGraph): Kernel | undefined {
  const at = axis === 'vertical' ? 0 : 1
  const { attributes } = node
  const auto = attributes.get('auto_pad')?.text ?? 'NOTSET'
  const shape = attributes.get('kernel_shape')?.ints ?? graph.weights.get(node.inputs[1] ?? '')?.dimensions.slice(2)
  const size = shape?.[at]
  if (size === undefined || (auto !== 'NOTSET' && auto !== 'VALID')) return undefined
  const stride = attributes.get('strides')?.ints?.[at] ?? 1
  const dilation = attributes.get('dilations')?.ints?.[at] ?? 1
  return { size, stride, dilation, before: attributes.get('pads')?.ints?.[at] ?? 0 }
}

function window(node: OnnxNode, { from, to }: Span, axis: Axis, graph: OnnxGraph): Span | undefined {
  const kernel = kernelOf(node, axis, graph)
  if (!kernel) return undefined
  const { size, stride, dilation, before } = kernel
  return { from: from * stride - before, to: to * stride - before + (size - 1) * dilation }
}

function spread(node: OnnxNode, { from, to }: Span, axis: Axis, graph: OnnxGraph): Span | undefined {
  const kernel = kernelOf(node, axis, graph)
  if (!kernel) return undefined
  const { size, stride, dilation, before } = kernel
  return {
    from: Math.ceil((from + before - (size - 1) * dilation) / stride),
    to: Math.floor((to + before) / stride),
  }
}

function resized(node: OnnxNode, { from, to }: Span, axis: Axis, graph: OnnxGraph): Span | undefined {
  const factor = factorsOf(node, graph)?.[axis === 'vertical' ? 2 : 3]
  if (factor === undefined || !(factor > 0)) return undefined
  const mode = node.attributes.get('mode')?.text ?? 'nearest'
  const reach = mode === 'nearest' ? 1 : mode === 'linear' ? 1 : 2
  if (mode === 'nearest' && Number.isInteger(factor))
    return { from: Math.floor(from / factor), to: Math.floor(to / factor) }
  const place = (index: number) => (index + 0.5) / factor - 0.5
  return { from: Math.floor(place(from)) - reach + 1, to: Math.floor(place(to)) + reach }
}

/** Scales of a resize by constant factors: [1, 1, vertical, horizontal]. */
export function factorsOf({ inputs, attributes, type }: OnnxNode, graph: OnnxGraph): number[] | undefined {
  const scales = graph.weights.get(inputs[type === 'Upsample' ? 1 : 2] ?? '')
  const factors = scales ? numbersOf(scales) : attributes.get('scales')?.floats
  return factors?.length === 4 ? [...factors] : undefined
}

function shifted(node: OnnxNode, { from, to }: Span, axis: Axis, graph: OnnxGraph): Span | undefined {
  const tensor = graph.weights.get(node.inputs[1] ?? '')
  const pads = tensor ? numbersOf(tensor) : node.attributes.get('pads')?.ints
  const before = pads?.length === 8 ? pads[axis === 'vertical' ? 2 : 3] : undefined
  return before === undefined ? undefined : { from: from - before, to: to - before }
}
