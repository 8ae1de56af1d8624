import { expect, test } from 'vitest'
import { type Node, type Tensor, writeOnnx } from '../inference/testing/onnx-writer.ts'
import { chain, repeater } from '../inference/testing/stand-ins.ts'
import type { OnnxGraph } from './graph.ts'
import { receptiveField } from './reach.ts'
import { readModel } from './read.ts'
import { rewriteModel } from './rewrite.ts'
import { geometryOf } from './shape.ts'
import { UnreadableGraph } from './unreadable.ts'
import { workingBytes } from './working-memory.ts'

const file = ({ nodes, weights }: ReturnType<typeof chain>) => writeOnnx(nodes, weights, { input: 3, output: 3 })
const fieldOf = (graph: OnnxGraph) => {
  const geometry = geometryOf(graph)
  return geometry && receptiveField(graph, geometry.scale, geometry.multiple)
}

test('a file that is read and written anew is the same file, and one that is cut off is told', () => {
  const bytes = file(chain(2))
  const { nodes } = readModel(bytes)
  expect(Buffer.from(rewriteModel(bytes, nodes, new Map())).equals(bytes)).toBe(true)
  expect(() => readModel(bytes.subarray(0, bytes.length - 5))).toThrow(UnreadableGraph)
})

test('a run takes the tensors that live at one time', () => {
  // 3 channels of the input, 8 before and after a ReLU; the input and the result three times around it.
  expect(workingBytes(readModel(file(chain(1, 3))))).toBe((3 + 8 + 8 - 3) * 4 * 1.5 + (3 + 3) * 4 * 3)
})

test('the receptive field is counted through enlarging, shrinking and strides', () => {
  const field = (nodes: readonly Node[], weights: readonly Tensor[] = []) =>
    fieldOf(readModel(writeOnnx(nodes, weights, { input: 3, output: 3 })))
  expect(field(chain(2, 5).nodes, chain(2, 5).weights)).toBe(5)
  expect(field(repeater(4).nodes, repeater(4).weights)).toBe(0)
  const conv = (from: string, to: string, kernel: number, strides = 1): Node => ({
    type: 'Conv',
    inputs: [from, 'w'],
    outputs: [to],
    attributes: {
      kernel_shape: [kernel, kernel],
      strides: [strides, strides],
      pads: Array.from({ length: 4 }, () => (kernel - 1) / 2),
    },
  })
  const shuffle = { blocksize: 2, mode: 'CRD' }
  // After halving, one sample is two input pixels, and the second of them has the farther way; after enlarging, two
  // samples are one.
  expect(field([conv('input', 'a', 3, 2), conv('a', 'output', 5)])).toBe(1 + 2 * 2 + 1)
  expect(
    field([{ type: 'DepthToSpace', inputs: ['input'], outputs: ['a'], attributes: shuffle }, conv('a', 'output', 5)]),
  ).toBe(1)
  expect(field([{ type: 'GlobalAveragePool', inputs: ['input'], outputs: ['output'] }])).toBeUndefined()
})
