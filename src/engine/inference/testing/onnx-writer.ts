/** Writes tiny ONNX graphs for tests: just enough of protocol buffers, no dependency. */
type Field = readonly [number: number, bytes: Buffer | number]

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return Buffer.from(bytes)
}

const message = (...fields: readonly Field[]): Buffer =>
  Buffer.concat(
    fields.map(([number, value]) =>
      typeof value === 'number'
        ? Buffer.concat([varint(number * 8), varint(value)])
        : Buffer.concat([varint(number * 8 + 2), varint(value.length), value]),
    ),
  )
const text = (value: string) => Buffer.from(value)

const FLOAT = 1
const INT64 = 7

export interface Tensor {
  readonly name: string
  readonly dimensions: readonly number[]
  readonly data: Float32Array | BigInt64Array
}

export interface Node {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>
}

const tensor = ({ name, dimensions, data }: Tensor) =>
  message(
    ...dimensions.map((size): Field => [1, size]),
    [2, data instanceof Float32Array ? FLOAT : INT64],
    [8, text(name)],
    [9, Buffer.from(data.buffer, data.byteOffset, data.byteLength)],
  )

function attribute([name, value]: [string, number | string | readonly number[]]): Buffer {
  if (typeof value === 'string') return message([1, text(name)], [4, text(value)], [20, 3])
  if (typeof value === 'number') return message([1, text(name)], [3, value], [20, 2])
  return message([1, text(name)], ...value.map((item): Field => [8, item]), [20, 7])
}

const node = ({ type, inputs, outputs, attributes = {} }: Node) =>
  message(
    ...inputs.map((name): Field => [1, text(name)]),
    ...outputs.map((name): Field => [2, text(name)]),
    [4, text(type)],
    ...Object.entries(attributes).map((entry): Field => [5, attribute(entry)]),
  )

/** An input or output of a graph. Axes that are free have names. */
export interface End {
  readonly name: string
  readonly axes: readonly (number | string)[]
  /** float32 when left out. */
  readonly type?: 'float64'
}

const DOUBLE = 11

function end({ name, axes, type }: End): Buffer {
  const shape = message(
    ...axes.map((axis): Field => [1, typeof axis === 'number' ? message([1, axis]) : message([2, text(axis)])]),
  )
  return message([1, text(name)], [2, message([1, message([1, type ? DOUBLE : FLOAT], [2, shape])])])
}

/** float32 [batch, channels, height, width], all but the channels free. */
const picture = (name: string, channels: number): End => ({
  name,
  axes: ['batch', channels, `${name}_h`, `${name}_w`],
})

/** A graph from `input` to `output`, opset 17. */
export const writeOnnx = (
  nodes: readonly Node[],
  weights: readonly Tensor[],
  channels: { readonly input: number; readonly output: number },
): Buffer => writeGraph(nodes, weights, [picture('input', channels.input)], [picture('output', channels.output)])

/** A graph with whatever inputs and outputs, opset 17. */
export function writeGraph(
  nodes: readonly Node[],
  weights: readonly Tensor[],
  inputs: readonly End[],
  outputs: readonly End[],
): Buffer {
  const graph = message(
    ...nodes.map((item): Field => [1, node(item)]),
    [2, text('test')],
    ...weights.map((item): Field => [5, tensor(item)]),
    ...inputs.map((item): Field => [11, end(item)]),
    ...outputs.map((item): Field => [12, end(item)]),
  )
  return message([1, 8], [7, graph], [8, message([2, 17])])
}
