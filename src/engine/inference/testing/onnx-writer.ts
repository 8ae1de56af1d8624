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

/** float32 [batch, channels, height, width], all but the channels free. */
const picture = (name: string, channels: number) => {
  const axes = [text('batch'), channels, text(`${name}_h`), text(`${name}_w`)]
  const shape = message(
    ...axes.map((axis): Field => [1, typeof axis === 'number' ? message([1, axis]) : message([2, axis])]),
  )
  return message([1, text(name)], [2, message([1, message([1, FLOAT], [2, shape])])])
}

/** A graph from `input` to `output`, opset 17. */
export function writeOnnx(
  nodes: readonly Node[],
  weights: readonly Tensor[],
  channels: { readonly input: number; readonly output: number },
): Buffer {
  const graph = message(
    ...nodes.map((item): Field => [1, node(item)]),
    [2, text('test')],
    ...weights.map((item): Field => [5, tensor(item)]),
    [11, picture('input', channels.input)],
    [12, picture('output', channels.output)],
  )
  return message([1, 8], [7, graph], [8, message([2, 17])])
}
