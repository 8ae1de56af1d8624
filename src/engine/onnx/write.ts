import { bytesOf, elementTypes, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './graph.ts'
import { type Field, floatField, join, message, type Pieces, utf8 } from './wire.ts'

/** The ONNX intermediate representation that goes with opset 17. */
const IR_VERSION = 8

export const tensorFields = ({ name, dimensions, type, data }: OnnxTensor): Pieces =>
  message([...dimensions.map((size): Field => [1, size]), [2, type], [8, utf8(name)], [9, data]])

function attribute([name, value]: readonly [string, OnnxAttribute]): Pieces {
  const named = message([[1, utf8(name)]])
  if (value.text !== undefined)
    return [
      ...named,
      ...message([
        [4, utf8(value.text)],
        [20, 3],
      ]),
    ]
  if (value.int !== undefined)
    return [
      ...named,
      ...message([
        [3, value.int],
        [20, 2],
      ]),
    ]
  if (value.float !== undefined) return [...named, ...floatField(2, value.float), ...message([[20, 1]])]
  const ints = (value.ints ?? []).map((item): Field => [8, item])
  return [...named, ...message([...ints, [20, 7]])]
}

export const nodeFields = ({ type, inputs, outputs, attributes }: OnnxNode): Pieces =>
  message([
    ...inputs.map((name): Field => [1, utf8(name)]),
    ...outputs.map((name): Field => [2, utf8(name)]),
    [4, utf8(type)],
    ...[...attributes].map((entry): Field => [5, attribute(entry)]),
  ])

/** A float32 tensor; axes with a name are free. */
export function valueInfo(name: string, axes: readonly (number | string)[]): Pieces {
  const shape = message(
    axes.map((axis): Field => [1, message([typeof axis === 'number' ? [1, axis] : [2, utf8(axis)]])]),
  )
  const type = message([
    [
      1,
      message([
        [1, elementTypes.float],
        [2, shape],
      ]),
    ],
  ])
  return message([
    [1, utf8(name)],
    [2, type],
  ])
}

/** @returns the bytes of a model file */
export function writeModel(graph: OnnxGraph): Uint8Array {
  const body = message([
    ...graph.nodes.map((item): Field => [1, nodeFields(item)]),
    [2, utf8('network')],
    ...[...graph.weights.values()].map((item): Field => [5, tensorFields(item)]),
    ...graph.inputs.map((value): Field => [11, valueInfo(value.name, value.axes)]),
    ...graph.outputs.map((value): Field => [12, valueInfo(value.name, value.axes)]),
  ])
  return join(
    message([
      [1, IR_VERSION],
      [2, utf8('daguerre')],
      [7, body],
      [8, message([[2, graph.opset]])],
    ]),
  )
}

export const floatTensor = (name: string, dimensions: readonly number[], data: Float32Array): OnnxTensor => ({
  name,
  dimensions,
  type: elementTypes.float,
  data: bytesOf(data),
})
