import { toFloat32 } from './halves.ts'

/** An ONNX graph in memory: as much of it as is needed to judge one and to write one. */

export const elementTypes = { float: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10, double: 11 } as const

export interface OnnxTensor {
  readonly name: string
  readonly dimensions: readonly number[]
  /** One of ONNX's `TensorProto.DataType`. */
  readonly type: number
  /** Little endian, as `raw_data` holds it. */
  readonly data: Uint8Array
}

export interface OnnxAttribute {
  readonly int?: number
  readonly float?: number
  readonly text?: string
  readonly ints?: readonly number[]
  readonly floats?: readonly number[]
  readonly tensor?: OnnxTensor
}

export interface OnnxNode {
  readonly type: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, OnnxAttribute>
  /** The node as it stands in the file it was read from, its tag included. */
  readonly raw?: Uint8Array
}

/** An input or output: `axes` are numbers, or names where they are free. */
export interface OnnxValue {
  readonly name: string
  readonly type: number
  readonly axes: readonly (number | string)[]
}

export interface OnnxGraph {
  readonly opset: number
  readonly nodes: readonly OnnxNode[]
  /** By the name layers use. Those behind a `Cast` are as they are stored. */
  readonly weights: ReadonlyMap<string, OnnxTensor>
  /** Without those that only name a weight. */
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** Operator sets other than ONNX's own, and operators the file defines itself. */
  readonly foreign: readonly string[]
  /** Files beside the model that its weights are said to lie in. */
  readonly external: readonly string[]
}

export const bytesOf = (data: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

export interface FloatTensor {
  readonly dimensions: readonly number[]
  /** May be a view of the file: not to be written to. */
  readonly data: Float32Array
}

/** A weight as float32, whether it is stored so or in 16 bits. Undefined for what holds no such numbers here. */
export function floatsIn({ weights }: OnnxGraph, name: string): FloatTensor | undefined {
  const tensor = weights.get(name)
  if (!tensor) return undefined
  const { type, dimensions, data } = tensor
  if (type !== elementTypes.float && type !== elementTypes.float16) return undefined
  const width = type === elementTypes.float ? 4 : 2
  const count = dimensions.reduce((product, size) => product * size, 1)
  if (data.length !== count * width) return undefined
  return { dimensions, data: toFloat32(data, width === 4 ? 'float32' : 'float16') }
}

/** Numbers of a small constant: scales, pads, sizes. Undefined for types that hold no plain numbers. */
export function numbersOf({ type, data }: OnnxTensor): number[] | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const read = (size: number, at: (offset: number) => number) =>
    Array.from({ length: Math.floor(data.length / size) }, (_, i) => at(i * size))
  if (type === elementTypes.float) return read(4, (at) => view.getFloat32(at, true))
  if (type === elementTypes.int32) return read(4, (at) => view.getInt32(at, true))
  if (type === elementTypes.int64) return read(8, (at) => Number(view.getBigInt64(at, true)))
  if (type === elementTypes.double) return read(8, (at) => view.getFloat64(at, true))
  return undefined
}
