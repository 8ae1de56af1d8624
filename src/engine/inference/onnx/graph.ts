import { bytesIn, counted, type Field, integer, integersIn, readFields, textIn, writeFields } from './wire.ts'

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7 } as const
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const
const NODE = { input: 1, output: 2, type: 4, attribute: 5, domain: 7 } as const
const ATTRIBUTE = { name: 1, float: 2, integer: 3, text: 4, tensor: 5, floats: 7, integers: 8 } as const
const TENSOR = { dimension: 1, type: 2, floats: 4, name: 8, raw: 9, location: 14 } as const
const FLOAT = 1
const HALF = 10

export interface GraphNode {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** As in the file. */
  readonly fields: readonly Field[]
}

export interface FloatTensor {
  readonly dimensions: readonly number[]
  readonly data: Float32Array
}

/** As much of an ONNX file as is looked at or changed; the rest is carried along. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** First input and output by name. */
  readonly input: string
  readonly output: string
  /** 1 where the file does not say. */
  readonly inputChannels: number
  /** A constant of floats: an initialiser, stored as float32 or as float16 behind a cast, or a `Constant` node. */
  constant(name: string): FloatTensor | undefined
  /** The same file with other nodes, and with weights added or put in the place of those of that name. */
  rewritten(nodes: readonly GraphNode[], weights: ReadonlyMap<string, FloatTensor>): Uint8Array
}

/** @throws RangeError when the file is no ONNX graph */
export function readGraph(bytes: Uint8Array): Graph {
  const model = readFields(bytes)
  const [body] = bytesIn(model, MODEL.graph)
  if (!body) throw new RangeError('not an ONNX file')
  const graph = readFields(body)
  const nodes = bytesIn(graph, GRAPH.node).map(readNode)
  const tensors = new Map(bytesIn(graph, GRAPH.initializer).map((tensor) => [nameOf(tensor), tensor]))
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const constant = (name: string): FloatTensor | undefined => {
    const tensor = tensors.get(name)
    if (tensor) return readTensor(tensor)
    const maker = makers.get(name)
    if (maker?.type === 'Constant') return tensorAttribute(maker)
    const stored = maker?.type === 'Cast' ? tensors.get(maker.inputs[0] ?? '') : undefined
    return stored && readTensor(stored)
  }
  // Old files list their weights among the inputs, too.
  const first = (number: number) =>
    bytesIn(graph, number)
      .map(readFields)
      .find((fields) => !tensors.has(textIn(fields, 1))) ?? []
  return {
    nodes,
    input: textIn(first(GRAPH.input), 1),
    output: textIn(first(GRAPH.output), 1),
    inputChannels: channelsOf(first(GRAPH.input)),
    constant,
    rewritten: (changed, weights) => {
      const kept = graph.filter(({ number }) => number !== GRAPH.node)
      const untouched = kept.filter(
        ({ number, value }) => number !== GRAPH.initializer || typeof value === 'bigint' || !weights.has(nameOf(value)),
      )
      const fields = [
        ...changed
          .filter(({ outputs }) => !outputs.some((name) => weights.has(name)))
          .map((node) => counted(GRAPH.node, writeFields(node.fields))),
        ...untouched,
        ...[...weights].map(([name, tensor]) => counted(GRAPH.initializer, writeTensor(name, tensor))),
      ]
      return writeFields([
        ...model.filter(({ number }) => number !== MODEL.graph),
        counted(MODEL.graph, writeFields(fields)),
      ])
    },
  }
}

/** Second of the sizes in ValueInfo.type.tensor_type.shape; sizes have a number or a name. */
function channelsOf(value: readonly Field[]): number {
  const inside = (fields: readonly Field[], number: number) =>
    readFields(bytesIn(fields, number)[0] ?? new Uint8Array())
  const sizes = bytesIn(inside(inside(inside(value, 2), 1), 2), 1)
  return integersIn(readFields(sizes[1] ?? new Uint8Array()), 1)[0] ?? 1
}

function readNode(bytes: Uint8Array): GraphNode {
  const fields = readFields(bytes)
  const texts = (number: number) => bytesIn(fields, number).map((value) => Buffer.from(value).toString('utf8'))
  const domain = textIn(fields, NODE.domain)
  const type = textIn(fields, NODE.type)
  return {
    type: domain === '' || domain === 'ai.onnx' ? type : `${domain}.${type}`,
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    fields,
  }
}

/** @param attributes integers and lists of integers */
export function makeNode(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: { readonly [name: string]: number | readonly number[] } = {},
): GraphNode {
  const fields = [
    ...inputs.map((name) => counted(NODE.input, name)),
    ...outputs.map((name) => counted(NODE.output, name)),
    counted(NODE.type, type),
    ...Object.entries(attributes).map(([name, value]) => counted(NODE.attribute, writeAttribute(name, value))),
  ]
  return { type, inputs, outputs, fields }
}

const ATTRIBUTE_TYPE = 20
const writeAttribute = (name: string, value: number | readonly number[]): Uint8Array =>
  writeFields(
    typeof value === 'number'
      ? [counted(ATTRIBUTE.name, name), integer(ATTRIBUTE.integer, value), integer(ATTRIBUTE_TYPE, 2)]
      : [
          counted(ATTRIBUTE.name, name),
          ...value.map((item) => integer(ATTRIBUTE.integers, item)),
          integer(ATTRIBUTE_TYPE, 7),
        ],
  )

function attribute(node: GraphNode, name: string): Field[] | undefined {
  return bytesIn(node.fields, NODE.attribute)
    .map(readFields)
    .find((fields) => textIn(fields, ATTRIBUTE.name) === name)
}
/** A list of integers, or one; undefined when the node does not say. */
export function integersOf(node: GraphNode, name: string): number[] | undefined {
  const found = attribute(node, name)
  if (!found) return undefined
  const list = integersIn(found, ATTRIBUTE.integers)
  return list.length > 0 ? list : integersIn(found, ATTRIBUTE.integer)
}
export const textOf = (node: GraphNode, name: string): string | undefined => {
  const found = attribute(node, name)
  return found && textIn(found, ATTRIBUTE.text)
}
function tensorAttribute(node: GraphNode): FloatTensor | undefined {
  const found = attribute(node, 'value')
  const [tensor] = found ? bytesIn(found, ATTRIBUTE.tensor) : []
  return tensor && readTensor(tensor)
}

const nameOf = (tensor: Uint8Array): string => textIn(readFields(tensor), TENSOR.name)

function readTensor(bytes: Uint8Array): FloatTensor | undefined {
  const fields = readFields(bytes)
  const dimensions = integersIn(fields, TENSOR.dimension)
  const [type] = integersIn(fields, TENSOR.type)
  // Data outside the file is never followed.
  if (integersIn(fields, TENSOR.location).some((place) => place !== 0)) return undefined
  const raw = bytesIn(fields, TENSOR.raw)[0] ?? bytesIn(fields, TENSOR.floats)[0]
  if (!raw) return undefined
  const own = Uint8Array.from(raw).buffer
  const data =
    type === FLOAT
      ? new Float32Array(own)
      : type === HALF
        ? Float32Array.from(new Uint16Array(own), fromHalf)
        : undefined
  const count = dimensions.reduce((product, size) => product * size, 1)
  return data?.length === count ? { dimensions, data } : undefined
}

/** IEEE 754 half precision. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

function writeTensor(name: string, { dimensions, data }: FloatTensor): Uint8Array {
  return writeFields([
    ...dimensions.map((size) => integer(TENSOR.dimension, size)),
    integer(TENSOR.type, FLOAT),
    counted(TENSOR.name, name),
    counted(TENSOR.raw, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ])
}
