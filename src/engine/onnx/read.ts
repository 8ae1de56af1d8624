import {
  bytesOf,
  elementTypes,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './graph.ts'
import { elementsOf, limits } from './limits.ts'
import { UnreadableGraph } from './unreadable.ts'
import { fieldsOf, NotAMessage, packedInts, type ReadField } from './wire.ts'

const decoder = new TextDecoder()
const textOf = (field: ReadField) => decoder.decode(field.bytes)

/** Gathers what a graph refers to outside itself while it is read. */
interface Found {
  readonly external: Set<string>
  readonly foreign: Set<string>
  nodes: number
  tensors: number
}

/**
 * Reads a model file; weights stay views of `bytes`. Nothing is run and no other file is opened.
 * @throws UnreadableGraph no ONNX, cut short, absurd sizes
 */
export function readModel(bytes: Uint8Array): OnnxGraph {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof NotAMessage)
      throw new UnreadableGraph('corrupt', 'is not a whole ONNX file: it is damaged or cut short.')
    throw error
  }
}

function read(bytes: Uint8Array): OnnxGraph {
  const found: Found = { external: new Set(), foreign: new Set(), nodes: 0, tensors: 0 }
  let graph: Uint8Array | undefined
  let opset = 0
  for (const field of fieldsOf(bytes)) {
    if (field.number === 7 && field.wire === 2) graph = field.bytes
    if (field.number === 8) {
      const { domain, version } = readOpset(field.bytes)
      if (domain === '' || domain === 'ai.onnx') opset = version
    }
    if (field.number === 25) found.foreign.add('functions of its own')
  }
  if (!graph || opset < 1) throw new UnreadableGraph('corrupt', 'is not an ONNX model.')
  return { opset, ...readGraph(graph, found), foreign: [...found.foreign], external: [...found.external] }
}

function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  let [domain, version] = ['', 0]
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) domain = textOf(field)
    if (field.number === 2) version = field.int
  }
  return { domain, version }
}

function readGraph(bytes: Uint8Array, found: Found): Pick<OnnxGraph, 'nodes' | 'weights' | 'inputs' | 'outputs'> {
  const nodes: OnnxNode[] = []
  const weights = new Map<string, OnnxTensor>()
  const values: { inputs: OnnxValue[]; outputs: OnnxValue[] } = { inputs: [], outputs: [] }
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) nodes.push(readNode(field, found))
    if (field.number === 5) {
      const tensor = readTensor(field.bytes, found)
      weights.set(tensor.name, tensor)
    }
    if (field.number === 11) values.inputs.push(readValue(field.bytes))
    if (field.number === 12) values.outputs.push(readValue(field.bytes))
    if (field.number === 15)
      throw new UnreadableGraph('unsupported-variant', 'holds sparse weights, which are not supported.', 'sparse')
  }
  keepConstants(nodes, weights)
  return { nodes, weights, inputs: values.inputs.filter((value) => !weights.has(value.name)), outputs: values.outputs }
}

/** What `Constant` makes, and weights stored as halves behind a `Cast`, count as weights, too. */
function keepConstants(nodes: readonly OnnxNode[], weights: Map<string, OnnxTensor>): void {
  for (const { type, inputs, outputs, attributes } of nodes) {
    const [output = ''] = outputs
    const tensor =
      type === 'Constant' ? attributes.get('value')?.tensor : type === 'Cast' ? weights.get(inputs[0] ?? '') : undefined
    if (tensor) weights.set(output, tensor)
  }
}

function readNode({ bytes, raw }: ReadField, found: Found): OnnxNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes = new Map<string, OnnxAttribute>()
  let [type, domain] = ['', '']
  if (++found.nodes > limits.nodes) throw new UnreadableGraph('absurd-size', 'describes an absurdly large network.')
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) inputs.push(textOf(field))
    if (field.number === 2) outputs.push(textOf(field))
    if (field.number === 4) type = textOf(field)
    if (field.number === 7) domain = textOf(field)
    if (field.number === 5) attributes.set(...readAttribute(field.bytes, found))
  }
  if (domain !== '' && domain !== 'ai.onnx') found.foreign.add(`${domain}.${type}`)
  return { type, domain, inputs, outputs, attributes, raw }
}

function readAttribute(bytes: Uint8Array, found: Found): [string, OnnxAttribute] {
  const ints: number[] = []
  const floats: number[] = []
  let key = ''
  let value: OnnxAttribute = {}
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = textOf(field)
    if (field.number === 2) value = { float: floatsOf(field.bytes)[0] ?? 0 }
    if (field.number === 3) value = { int: field.int }
    if (field.number === 4) value = { text: textOf(field) }
    if (field.number === 5) value = { tensor: readTensor(field.bytes, found) }
    // A graph inside a node (If, Loop) may refer to files and foreign operators just the same.
    if (field.number === 6 || field.number === 11) readGraph(field.bytes, found)
    if (field.number === 7) floats.push(...floatsOf(field.bytes))
    if (field.number === 8) ints.push(...(field.wire === 0 ? [field.int] : packedInts(field.bytes)))
    if (field.number === 10) readTensor(field.bytes, found)
  }
  if (ints.length > 0) value = { ints }
  if (floats.length > 0) value = { floats }
  return [key, value]
}

function readTensor(bytes: Uint8Array, found: Found): OnnxTensor {
  const dimensions: number[] = []
  const numbers: { floats: Uint8Array[]; int32: number[]; int64: number[] } = { floats: [], int32: [], int64: [] }
  let [type, own] = [0, '']
  let raw: Uint8Array | undefined
  let outside: string | undefined
  if (++found.tensors > limits.tensors) throw new UnreadableGraph('absurd-size', 'describes an absurdly large network.')
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) dimensions.push(...(field.wire === 0 ? [field.int] : packedInts(field.bytes)))
    if (field.number === 2) type = field.int
    if (field.number === 4) numbers.floats.push(field.bytes)
    if (field.number === 5) numbers.int32.push(...(field.wire === 0 ? [field.int] : packedInts(field.bytes)))
    if (field.number === 7) numbers.int64.push(...(field.wire === 0 ? [field.int] : packedInts(field.bytes)))
    if (field.number === 8) own = textOf(field)
    if (field.number === 9) raw = field.bytes
    if (field.number === 13) outside = locationIn(field.bytes) || outside || 'another file'
    if (field.number === 14 && field.int === 1) outside ??= 'another file'
  }
  const elements = elementsOf(dimensions)
  if (elements === undefined)
    throw new UnreadableGraph('absurd-size', `claims a tensor of absurd size (${dimensions.join(' x ')}).`, own)
  const data = raw ?? dataOf(type, numbers)
  const width = WIDTHS[type]
  if (outside !== undefined) found.external.add(outside)
  else if (width !== undefined && data.length !== elements * width)
    throw new UnreadableGraph('corrupt', `is damaged: the weights “${own}” do not have the size they claim.`, own)
  return { name: own, dimensions, type, data }
}

const WIDTHS: Readonly<Record<number, number>> = { 1: 4, 6: 4, 7: 8, 10: 2, 11: 8, 16: 2 }

function dataOf(type: number, { floats, int32, int64 }: { floats: Uint8Array[]; int32: number[]; int64: number[] }) {
  if (type === elementTypes.int64) return bytesOf(BigInt64Array.from(int64, BigInt))
  if (type === elementTypes.float16) return new Uint8Array(Uint16Array.from(int32).buffer)
  if (type === elementTypes.int32) return new Uint8Array(Int32Array.from(int32).buffer)
  return Uint8Array.from(Buffer.concat(floats))
}

/** `location` of an external tensor, only to be named in the refusal. */
function locationIn(bytes: Uint8Array): string {
  let [key, value] = ['', '']
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = textOf(field)
    if (field.number === 2) value = textOf(field)
  }
  return key === 'location' ? value : ''
}

function floatsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(i * 4, true))
}

function readValue(bytes: Uint8Array): OnnxValue {
  let [name, type] = ['', 0]
  const axes: (number | string)[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) name = textOf(field)
    if (field.number !== 2) continue
    for (const kind of fieldsOf(field.bytes)) {
      if (kind.number !== 1) continue
      for (const part of fieldsOf(kind.bytes)) {
        if (part.number === 1) type = part.int
        if (part.number === 2) axes.push(...readShape(part.bytes))
      }
    }
  }
  return { name, type, axes }
}

function readShape(bytes: Uint8Array): (number | string)[] {
  const axes: (number | string)[] = []
  for (const axis of fieldsOf(bytes)) {
    let size: number | string = ''
    for (const field of fieldsOf(axis.bytes)) {
      if (field.number === 1) size = field.int
      if (field.number === 2) size = textOf(field)
    }
    axes.push(size)
  }
  return axes
}
